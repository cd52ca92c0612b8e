# A part is frozen while an import runs. To be sourced after lib.sh by a script that defines "frozen DATA".

outage() { # outage NAME
  local data=$work/data-$1 messages=$work/import-$1 answers=$work/answers-$1 ids
  problems=
  note "$1: starting"
  start "$data" || { problems+=" did not start;"; verdict "$1"; return; }
  COLOPHON_PATIENCE=$((seconds * 3 + 120)) import "$data" "$messages" > /dev/null &
  local importer=$!
  await_line "$messages" 'importing .* [1-9][0-9]* new'
  ids=$(frozen "$data")
  note "$1: freezing" $ids
  kill -STOP $ids
  trap 'kill -CONT $ids 2> /dev/null; finish' EXIT
  ask_for_a_while "$data" "$answers"
  kill -CONT $ids
  trap finish EXIT
  note "$1: back; answers meanwhile: $(sort "$answers" | uniq -c | tr -s ' \n' ' ')"
  # a refusal is a 503 that says when to come back; nothing else may be wrong
  if grep -v '^2' "$answers" | grep -qv '^503 [0-9]'; then
    problems+=" answers other than success or 503 with Retry-After ($(grep -v '^2\|^503 [0-9]' "$answers" | sort -u | tr '\n' ',' ));"
  fi
  wait "$importer" || problems+=" the import gave up;"
  check_whole "$data"
  stop "$data"
  verdict "$1"
}

ask_for_a_while() { # ask_for_a_while DATA ANSWERS
  local end=$((SECONDS + seconds)) i=0
  : > "$2"
  while ((SECONDS < end)); do
    i=$((i + 1))
    http GET "/api/v1/projects?limit=1" "$1" >> "$2"
    http POST /api/v1/projects "$1" "{\"name\": \"During the outage $i\"}" >> "$2"
    sleep 1
  done
}
