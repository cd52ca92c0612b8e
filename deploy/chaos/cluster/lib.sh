# A stack taken apart: broker, database and one or more instances of each service, each a process of its own that can be stopped,
# killed and started by name (broker, database, usage-service.1 ...). To be sourced after lib.sh and spend/lib.sh; needs Node 20.
parts=$here/cluster
cluster=      # the directory that keeps what parts are started with
declare -A part_pid=()
# gateway last: what it leads to is there when it is ready
services=(usage-service metadata-service embedding-service etl-service gateway-service)

cluster_finish() {
  local status=$?
  trap - EXIT
  set +e
  kill -9 "${mine[@]}" 2> /dev/null
  [[ -z ${part_pid[database]:-} ]] || pkill -9 -P "${part_pid[database]}"
  wait 2> /dev/null
  [[ -z ${small_disk:-} ]] || umount -l "$small_disk"
  (exit "$status")
  finish
}

# cluster_up DATA INSTANCES: starts a stack, notes what its processes were started with, and starts them again one by one.
cluster_up() {
  cluster_apart "$@"
  cluster_together
}

cluster_apart() {
  data=$1 instances=$2 cluster=$work/cluster
  mkdir -p "$cluster"
  spend_start "$data"
  local service
  for service in "${services[@]}" database; do
    cat "/proc/$(pid "$data" "$service")/cmdline" > "$cluster/$service.command"
    cat "/proc/$(pid "$data" "$service")/environ" > "$cluster/$service.environment"
  done
  stop "$data"
  take_apart
}

cluster_together() {
  local service
  part_start broker
  part_start database
  for service in "${services[@]}"; do
    for ((i = 1; i <= instances; i++)); do part_start "$service.$i"; done
    balance "$service"
  done
  for service in "${services[@]}"; do
    for ((i = 1; i <= instances; i++)); do await_part "$service.$i"; done
  done
}

# The port that others know a service by stays; behind it stand its instances, on ports of their own.
take_apart() {
  local service name
  for service in "${services[@]}"; do
    setting "$service" server.port > "$cluster/$service.port"
    for ((i = 1; i <= instances; i++)); do
      name=$service.$i
      free_port > "$cluster/$name.port"
    done
  done
  broker_port=$(setting usage-service spring.kafka.bootstrap-servers | sed 's/.*://')
  controller_port=$(sed -n 's/^controller=//p' "$data/run/ports.properties")
}

# setting SERVICE NAME
setting() {
  tr '\0' '\n' < "$cluster/$1.environment" | sed -n 's/^SPRING_APPLICATION_JSON=//p' |
    node -e 'console.log(JSON.parse(require("fs").readFileSync(0))[process.argv[1]])' "$2"
}

# balance SERVICE
balance() {
  local -a ports=()
  for ((i = 1; i <= instances; i++)); do ports+=("$(< "$cluster/$1.$i.port")"); done
  node "$parts/balance.mjs" "$(< "$cluster/$1.port")" "${ports[@]}" 2>> "$work/log" &
  mine+=($!)
  disown "$!"
}

# part_start NAME [COMMAND...]: runs it behind a command, if one is given, with what the array "extra" adds to its environment.
extra=()
part_start() {
  local name=$1
  shift
  case $name in
    broker) start_broker "$@" ;;
    database) start_database "$@" ;;
    *) start_service "$name" "$@" ;;
  esac
  part_pid[$name]=$!
  mine+=($!)
  disown "$!" # its end is no news
}

start_broker() {
  local launcher=$here/../standalone/target/dist/colophon-standalone/current
  env "${extra[@]}" "$@" java -Xmx256m -cp "$(echo "$launcher"/*.jar):$launcher/lib/*" "$parts/BrokerAlone.java" \
    "$data/kafka" "$broker_port" "$controller_port" >> "$work/broker.log" 2>&1 &
}

start_database() {
  local -a command as=()
  readarray -d '' command < "$cluster/database.command"
  if [[ $(id -u) == 0 ]]; then
    if [[ $(stat -c %u "$data/postgresql") == 0 ]]; then as=(unshare -U); else as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
  fi
  env LC_ALL=C.UTF-8 "${extra[@]}" "$@" "${as[@]}" "${command[@]}" >> "$work/database.log" 2>&1 &
}

# adapted NAME: changes the settings of an instance on their way through; for scripts that want them changed
adapted() { cat; }

start_service() {
  local name=$1 service=${1%.*} settings variable port
  shift
  local -a command environment=()
  port=$(< "$cluster/$name.port")
  mkdir -p "$work/tmp-$name"
  readarray -d '' command < "$cluster/$service.command"
  while IFS= read -r -d '' variable; do
    [[ $variable == SPRING_APPLICATION_JSON=* ]] || environment+=("$variable")
  done < "$cluster/$service.environment"
  # where the launcher starts it: the disk whose space it tells of
  mkdir -p "$data/tmp"
  settings=$(tr '\0' '\n' < "$cluster/$service.environment" | sed -n 's/^SPRING_APPLICATION_JSON=//p' | sed \
    -e "s/\"server.port\":[0-9]*/\"server.port\":$port/" \
    -e "s/\"colophon.parent-pid\":[0-9]*/\"colophon.parent-pid\":$$/" \
    -e "s#\"colophon.embedding.index.directory\":\"[^\"]*\"#\"colophon.embedding.index.directory\":\"$work/index-$name\"#" | adapted "$name")
  cd "$data/tmp" && exec env -i "${environment[@]}" "${extra[@]}" "SPRING_APPLICATION_JSON=$settings" "$@" "${command[0]}" \
    "${command[@]:1:${#command[@]}-3}" "-Djava.io.tmpdir=$work/tmp-$name" "${command[@]: -2}" >> "$work/$name.log" 2>&1 &
}

# part_kill NAME: at once. part_stop NAME: as told to end, and waits for it.
part_kill() {
  if [[ $1 == database ]]; then
    # the server's children must not outlive it: they would keep its memory, and it could not start again
    pkill -9 -P "${part_pid[$1]}" || true
  fi
  kill -9 "${part_pid[$1]}" 2> /dev/null || true
  await_end "${part_pid[$1]}"
}

part_stop() {
  local signal=TERM
  [[ $1 != database ]] || signal=INT # which does not wait for its clients to leave
  kill "-$signal" "${part_pid[$1]}" 2> /dev/null || true
  await_end "${part_pid[$1]}"
}

await_end() { while kill -0 "$1" 2> /dev/null; do sleep 0.1; done; }

await_part() { await_ready "$(< "$cluster/$1.port")"; }

# metric NAME METRIC: the sum over its labels, of an instance
metric() {
  curl --silent --max-time 10 "http://127.0.0.1:$(< "$cluster/$1.port")/actuator/prometheus" |
    awk -v metric="$2" 'index($0, metric) == 1 && $0 !~ /^#/ { sum += $NF } END { print sum + 0 }'
}
