# What the chaos scripts share. To be sourced; needs bash, git and what `colophon` itself needs.
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
colophon=$here/../colophon
commits=300
seconds=60
port=0
repository=
failures=0
work=

usage_and_exit() { printf '%s\n' "$usage" >&2; exit 2; }

# Options: -n COMMITS -r REPOSITORY -p PORT -s SECONDS; what is left is in "rest".
options() {
  local option
  while getopts 'n:r:p:s:h' option; do
    case $option in
      n) commits=$OPTARG ;;
      r) repository=$(cd "$OPTARG" && pwd) ;;
      p) port=$OPTARG ;;
      s) seconds=$OPTARG ;;
      *) usage_and_exit ;;
    esac
  done
  rest=("${@:$OPTIND}")
  workplace
  [[ -n $repository ]] || { repository=$work/repository; make_repository; }
}

# A directory that is removed when all went well, a port, and what is built.
workplace() {
  work=$(mktemp -d "${TMPDIR:-/tmp}/colophon-chaos.XXXXXX")
  trap finish EXIT
  ((port > 0)) || port=$(free_port)
  [[ ${COLOPHON_BUILD:-} == never ]] || "$colophon" build > /dev/null
  export COLOPHON_BUILD=never
}

finish() {
  local status=$?
  trap - EXIT
  for data in "$work"/data-*; do
    [[ -d $data ]] && "$colophon" stop --data "$data" > /dev/null 2>&1 || true
  done
  if ((status == 0 && failures == 0)); then rm -rf "$work"; else note "kept for a look: $work"; fi
  ((status != 0)) && exit "$status"
  exit $((failures > 0))
}

note() { printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*" >&2; }

# verdict NAME: one line for a case, ok where "$problems" is empty.
verdict() {
  if [[ -z $problems ]]; then
    printf 'ok    %s\n' "$1"
  else
    printf 'FAIL  %s:%s\n' "$1" "$problems"
    failures=$((failures + 1))
  fi
}

expect() { # expect WHAT IS SHOULD
  [[ $2 == "$3" ]] || problems+=" $1 is '$2', not '$3';"
}

free_port() {
  local candidate
  while true; do
    candidate=$((18000 + RANDOM % 1900))
    (: < "/dev/tcp/127.0.0.1/$candidate") 2> /dev/null || { echo "$candidate"; return; }
  done
}

# A history of distinct texts, taken from Colophon's own sources and documents: no two commits say the same.
make_repository() {
  note "making a repository of $commits commits"
  git init -q "$repository"
  local i=0 text
  # what comes after the last commit is not read, which is no failure
  set +o pipefail
  git -C "$here/../.." ls-files '*.java' '*.md' | while read -r file; do
    awk 'BEGIN { RS = "" } length($0) > 200 && length($0) < 2000 { gsub(/\r/, ""); printf "%s%c", $0, 0 }' \
      "$here/../../$file"
  done 2> /dev/null | while IFS= read -r -d '' text && ((i < commits)); do
    i=$((i + 1))
    printf 'Note %d: %s' "$i" "$text" > "$work/message"
    printf 'commit refs/heads/main\ncommitter Chaos <chaos@example.com> %d +0000\ndata %d\n' \
      $((1700000000 + i * 60)) "$(wc -c < "$work/message")"
    cat "$work/message"
    printf '\nM 644 inline notes/%d.txt\ndata 8\nnote....\n' "$i"
  done | git -C "$repository" fast-import --quiet
  set -o pipefail
  git -C "$repository" symbolic-ref HEAD refs/heads/main
  commits=$(git -C "$repository" rev-list --count main)
}

start() { "$colophon" start --detach --data "$1" --port "$port" > /dev/null 2>> "$work/log"; }
stop() { "$colophon" stop --data "$1" > /dev/null 2>> "$work/log"; }
import() { "$colophon" import git "$repository" --project Chaos --json --data "$1" 2>> "${2:-$work/log}"; }

# field NAME: a number out of a JSON document on standard input, the first one of that name.
field() { sed -n "s/.*\"$1\" : \([0-9.]*\).*/\1/p" | head -n 1; }

# pid DATA NAME
pid() {
  "$colophon" status --json --data "$1" |
    awk -v name="\"$2\"" '/"name" :/ { found = index($0, name) } /"pid" :/ && found { gsub(/[^0-9]/, ""); print; exit }'
}

pids() { "$colophon" status --json --data "$1" | awk '/"pid" :/ { gsub(/[^0-9]/, ""); if ($0) print }' | sort -u; }

# Waits until the import whose messages go to file $1 says $2 (a pattern), or has ended.
await_line() {
  local tries=0
  until grep -q "$2" "$1" 2> /dev/null; do
    sleep 0.1
    tries=$((tries + 1))
    ((tries < 3000)) || { problems+=" never saw '$2';"; return; }
  done
}

# Everything that must hold when the dust has settled; compares with what the repository holds.
check_whole() { # check_whole DATA
  local result usage again
  result=$(import "$1") || problems+=" the import after recovery failed;"
  expect commits "$(field commits <<< "$result")" "$(git -C "$repository" rev-list --count HEAD)"
  expect pending "$(field pending <<< "$result")" 0
  expect failed-chunks "$(grep -A 5 '"chunks"' <<< "$result" | field failed)" 0
  expect completed "$(field completed <<< "$result")" "$(field total <<< "$result")"
  again=$(import "$1") || problems+=" the second import after recovery failed;"
  expect captured-again "$(field captured <<< "$again")" 0
  settle_usage "$1" "$(field completed <<< "$result")"
}

# The ledger follows within seconds: the texts embedded are as many as the chunks.
settle_usage() {
  local tries=0 texts
  while true; do
    texts=$("$colophon" usage --json --data "$1" 2>> "$work/log" |
      awk '/"operation_breakdown"/ { on = 1 } on && /"embedding"/ { found = 1 }
           found && /"texts"|"cache_hits"/ { gsub(/[^0-9]/, ""); sum += $0; if (++seen == 2) { print sum; exit } }')
    tries=$((tries + 1))
    [[ $texts == "$2" ]] && return
    ((tries < 30)) || { problems+=" the ledger counts ${texts:-no} texts for $2 chunks;"; return; }
    sleep 1
  done
}

# http METHOD PATH DATA [BODY]: status and Retry-After of one call, by hand so that nothing retries.
http() {
  local body=${4:-} line status= retry=
  exec 8<> "/dev/tcp/127.0.0.1/$port" || { echo refused; return; }
  printf '%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
    "$1" "$2" "$(< "$3/operator-key")" "${#body}" "$body" >&8
  while IFS= read -r -t 90 line <&8; do
    line=${line%$'\r'}
    [[ -n $line ]] || break
    case $line in
      HTTP/1.1*) status=${line#HTTP/1.1 } ;;
      [Rr]etry-[Aa]fter:*) retry=${line#*: } ;;
    esac
  done
  exec 8<&-
  echo "${status%% *} ${retry:-none}"
}
