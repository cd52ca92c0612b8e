# What the scripts that kill embedding-service share: two instances, and a client that may embed at a provider on loopback which
# writes down every text it is asked for. To be sourced after lib.sh and spend/lib.sh.
embedding=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# embedding_start DATA [MILLIS]: sets url, key, project; MILLIS is how long the provider takes.
embedding_start() {
  : > "$work/journal"
  node "$embedding/upstream.mjs" "$work/journal" "${@:2}" > "$work/upstream" 2>> "$work/log" &
  mine+=($!)
  until [[ -s $work/upstream ]]; do sleep 0.1; done
  # what a dead instance had claimed is soon another's
  export COLOPHON_EMBEDDING_WORK_LEASE=5s
  spend_start "$1"
  twin_port=$(free_port)
  second_instance
  await_ready "$twin_port"
  project=$(node "$embedding/prepare.mjs" "$url" "$key" "http://127.0.0.1:$(< "$work/upstream")/v1")
}

# What the launcher started comes back by itself; what these scripts started, they start again.
second_instance() {
  twin "$data" embedding-service "$twin_port" "s#\"colophon.embedding.index.directory\":\"[^\"]*\"#\"colophon.embedding.index.directory\":\"$work/index-twin\"#"
  twin_pid=${mine[-1]}
}

kill_one() {
  sleep "$((RANDOM % 2)).$((RANDOM % 1000))"
  if ((RANDOM % 2)); then
    kill -9 "$(pid "$data" embedding-service)"
    note "killed the first instance"
    sleep 1
  else
    kill -9 "$twin_pid"
    wait "$twin_pid" 2> /dev/null || true
    note "killed the second instance"
    second_instance
  fi
}

both_ready() {
  await_ready "$twin_port"
  await_ready "$(first_port)"
}

first_port() {
  "$colophon" status --json --data "$data" |
    awk '/"name" :/ { found = index($0, "\"embedding-service\"") } /"port" :/ && found { gsub(/[^0-9]/, ""); print; exit }'
}

# switched MIGRATION: whether the client searches by the new vectors; no answer is no.
switched() {
  curl --silent --header "Authorization: Bearer $key" "$url/api/v1/embeddings/migrations/$1" | grep -q '"status" *: *"switched"'
}

# check_embedding ITEMS KILLS BATCH MODELS: adds what is wrong to "problems".
check_embedding() {
  node "$embedding/check.mjs" "$url" "$key" "$project" "$work/journal" "$@" \
    "http://127.0.0.1:$(first_port)" "http://127.0.0.1:$twin_port" > "$work/result" 2> "$work/faults" || problems+=" $(< "$work/faults");"
  cat "$work/result"
}
