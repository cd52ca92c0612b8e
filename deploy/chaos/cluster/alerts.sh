# Prometheus with the rules of deploy/prometheus over the parts of a stack; "for" is cut to seconds, as the faults are short. To be
# sourced after cluster/lib.sh. Without `prometheus` on the path, alerts are left out, which is said once.
watched=

watch_up() {
  command -v prometheus > /dev/null || { note "alerts: left out, there is no prometheus (package prometheus)"; return; }
  local rules service i
  mkdir -p "$cluster/rules"
  for rules in "$here"/../prometheus/*.rules.yaml; do
    sed -E 's/^( *for:).*/\1 5s/' "$rules" > "$cluster/rules/${rules##*/}"
  done
  {
    printf 'global: { scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 2s }\nrule_files: ["rules/*.yaml"]\nscrape_configs:\n'
    for service in "${services[@]}"; do
      printf '  - { job_name: %s, metrics_path: /actuator/prometheus, static_configs: [ { targets: [' "$service"
      for ((i = 1; i <= instances; i++)); do printf '"127.0.0.1:%s",' "$(< "$cluster/$service.$i.port")"; done
      printf '] } ] }\n'
    done
  } > "$cluster/prometheus.yml"
  watched=$(free_port)
  prometheus --config.file="$cluster/prometheus.yml" --storage.tsdb.path="$work/prometheus" \
    --web.listen-address="127.0.0.1:$watched" >> "$work/prometheus.log" 2>&1 &
  mine+=($!)
  disown "$!"
}

# alerts QUERY: the names in the answer, one a line
alerts() {
  curl --silent --get "http://127.0.0.1:$watched/api/v1/query" --data-urlencode "query=count by (alertname) ($1)" |
    grep -o '"alertname":"[A-Za-z]*"' | sed 's/.*:"//; s/"//' | sort || true
}

# must_have_fired SECONDS NAME...: each within the last so many seconds; what else did is noted.
must_have_fired() {
  [[ -n $watched ]] || return 0
  local name fired
  fired=$(alerts "count_over_time(ALERTS{alertstate=\"firing\"}[$1s])")
  shift
  note "alerts that fired: $(tr '\n' ' ' <<< "$fired")"
  for name in "$@"; do
    grep -qx "$name" <<< "$fired" || problems+=" alert $name did not fire;"
  done
}

# must_be_over NAME...: within two minutes, now that all is well again
must_be_over() {
  [[ -n $watched ]] || return 0
  local name tries=0
  for name in "$@"; do
    while alerts "ALERTS{alertstate=\"firing\"}" | grep -qx "$name"; do
      sleep 2
      tries=$((tries + 1))
      ((tries < 60)) || { problems+=" alert $name goes on;"; return; }
    done
  done
}
