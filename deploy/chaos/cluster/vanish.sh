# What both know that stand behind a wire which goes dead: one instance of each service reaches a server over it, the other does not. To be
# sourced after cluster/lib.sh; needs Python 3 and Linux.
command -v python3 > /dev/null || { note "there is no Python: install Python 3"; exit 1; }
rate=5
wire_port=$(free_port)
# whose second instance must lead once the first is cut off
followed=("${services[@]}")

# until_all LIST DESCRIPTION COMMAND...: asks a command about each service of an array, again and again, until all say yes; complains of the
# others.
until_all() {
  local begun=$SECONDS service what=$2
  local -n list=$1
  local -a left=("${list[@]}") still
  shift 2
  while true; do
    still=()
    for service in "${left[@]}"; do
      if "$@" "$service"; then note "$service $what after $((SECONDS - begun)) s"; else still+=("$service"); fi
    done
    left=("${still[@]}")
    ((${#left[@]})) || return 0
    ((SECONDS - begun < patience)) || { problems+=" not within $patience s: ${left[*]} $what;"; return 0; }
    sleep 1
  done
}

leads() { [[ $(metric "$1.$instance" colophon_outbox_leading) == 1 ]]; }
is_ready() { curl --silent --fail --max-time 5 --output /dev/null "http://127.0.0.1:$(< "$cluster/$1.1.port")/actuator/health/readiness"; }
is_not_ready() { ! is_ready "$1"; }

# vanishes SERVER_PORT PATIENCE [WIRE_OPTION]: the whole play, on a stack whose processes cluster_apart has stopped. An instance may need
# PATIENCE seconds to take over, and to be back.
vanishes() {
  patience=$2
  python3 "$parts/wire.py" "$wire_port" "$1" "${@:3}" 2>> "$work/log" &
  local wire=$! load
  mine+=("$wire")
  disown "$wire"
  cluster_together

  # the second instances begin anew, so that the first lead
  for service in "${services[@]}"; do part_stop "$service.2"; part_start "$service.2"; done
  for service in "${services[@]}"; do await_part "$service.2"; done
  problems=
  instance=1
  until_all services 'leads as its first instance' leads
  : > "$work/journal"
  node "$parts/load.mjs" "$key" "$work/journal" "$rate" "$url" 2>> "$work/log" &
  load=$!
  mine+=("$load")
  sleep 20

  note "the wire is dead"
  kill -USR1 "$wire"
  instance=2
  until_all followed 'leads as its second instance' leads
  until_all services 'is not ready at its first instance' is_not_ready
  note "the wire serves new connections"
  kill -USR2 "$wire"
  until_all services 'is ready again at its first instance' is_ready
  sleep 20
  kill -TERM "$load"
  wait "$load" || problems+=" the load broke off;"
  node "$parts/check.mjs" "$url" "$key" "$work/journal" > "$work/result" 2> "$work/faults" || problems+=" $(< "$work/faults");"
  cat "$work/result"
  verdict vanished
}
