# What the scripts about spending share. To be sourced after lib.sh; needs Node 20.
spend=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
seed=
mine=() # processes that end with the script

spend_options() {
  while (($# > 0)); do
    (($# > 1)) || usage_and_exit
    case $1 in
      -n) calls=$2 ;;
      -p) port=$2 ;;
      --seed) seed=$2 ;;
      --faults) faults=$2 ;;
      --kills) kills=$2 ;;
      --alike) alike=$2 ;;
      --paid) paid=$2 ;;
      --rounds) rounds=$2 ;;
      *) usage_and_exit ;;
    esac
    shift 2
  done
  [[ -n $seed ]] || seed=$((RANDOM * 32768 + RANDOM))
  RANDOM=$seed
  command -v node > /dev/null || { note "there is no Node: install Node 20 or newer"; exit 1; }
  workplace
  trap 'spend_finish' EXIT
}

spend_finish() {
  local status=$?
  set +e
  kill "${mine[@]}" 2> /dev/null
  (exit "$status")
  finish
}

# upstream SEED FAULTS [full]: sets upstream_port; the journal is $work/journal.
upstream() {
  : > "$work/journal"
  node "$spend/upstream.mjs" "$work/journal" "$@" > "$work/upstream" 2>> "$work/log" &
  mine+=($!)
  until [[ -s $work/upstream ]]; do
    kill -0 "${mine[-1]}" || exit 1
    sleep 0.1
  done
  upstream_port=$(< "$work/upstream")
}

faultless() {
  curl --silent --fail --output /dev/null --request PUT --data 0 "http://127.0.0.1:$upstream_port/faults"
}

# spend_start DATA: a stack that may call loopback; sets url and key.
spend_start() {
  # the upstream is on this machine, which is refused unless the operator allows it; and one key asks more than a person would
  export COLOPHON_OUTBOUND_ALLOWED_PRIVATE=127.0.0.1
  export COLOPHON_GATEWAY_LIMIT_KEY_PERSECOND=100000 COLOPHON_GATEWAY_LIMIT_KEY_BURST=100000
  note "starting"
  start "$1"
  url=http://127.0.0.1:$port
  key=$(< "$1/operator-key")
}

# twin DATA SERVICE PORT SED: starts a second instance of a running service with its settings, as the sed script changes them.
twin() {
  local original settings setting
  local -a command environment=()
  original=$(pid "$1" "$2")
  readarray -d '' command < "/proc/$original/cmdline"
  while IFS= read -r -d '' setting; do
    [[ $setting == SPRING_APPLICATION_JSON=* ]] || environment+=("$setting")
  done < "/proc/$original/environ"
  settings=$(tr '\0' '\n' < "/proc/$original/environ" | sed -n 's/^SPRING_APPLICATION_JSON=//p' |
    sed -e "s/\"server.port\":[0-9]*/\"server.port\":$3/" -e "$4")
  mkdir -p "$work/tmp-$2"
  env -i "${environment[@]}" "SPRING_APPLICATION_JSON=$settings" "${command[0]}" "${command[@]:1:${#command[@]}-3}" \
    "-Djava.io.tmpdir=$work/tmp-$2" "${command[@]: -2}" > "$work/twin-$2.log" 2>&1 &
  mine+=($!)
}

# Waits until what listens on a port is ready.
await_ready() {
  local tries=0
  until curl --silent --fail --output /dev/null "http://127.0.0.1:$1/actuator/health/readiness"; do
    sleep 0.5
    tries=$((tries + 1))
    ((tries < 240)) || { note "port $1 is not ready"; exit 1; }
  done
}
