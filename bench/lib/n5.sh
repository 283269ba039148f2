# N5: memory. The daemons after they have served and then rested; and what an idle container costs beyond its own process.
idle_containers=10

kilobytes() { # field file-in-proc process...: the sum
  local field=$1 file=$2 process
  shift 2
  for process in "$@"; do cat "/proc/$process/$file"; done | awk -v field="$field:" '$1 == field { sum += $2 } END { print sum }'
}
megabytes() { calculate "$1 / 1024" 1; }

# Every process of an engine that is no workload's: what descends from its daemon, or has become an orphan, and runs its programs.
engine_processes() { # words of the programs' paths
  local process
  for process in $(pgrep -f "$1"); do [ "$process" = $$ ] || echo "$process"; done
}
whelk_processes() { engine_processes "^$OUT/whelk"; }
docker_processes() { printf '%s\n' "$dockerd" "$containerd"; engine_processes "^[^ ]*containerd-shim"; }

supervisors() { # command line of the workloads: their parents
  local process
  for process in $(pgrep -x -f "$1"); do ps -o ppid= -p "$process"; done | sort -u
}

start_idle() {
  local i
  for ((i = 0; i < idle_containers; i++)); do
    "$whelk" run -d --name "idle$i" "$image" sleep 86390 > /dev/null
    "$docker" run -d --name "idle$i" "$image" sleep 86391 > /dev/null
  done
}
stop_idle() {
  local i names=()
  for ((i = 0; i < idle_containers; i++)); do names+=("idle$i"); done
  "$whelk" rm -f "${names[@]}" > /dev/null
  "$docker" rm -f "${names[@]}" > /dev/null
}

rest() { [ -n "$CHECK" ] || sleep 5; }

measure_N5() {
  alternate N5 whelk_run docker_run
  rest
  local whelk_idle docker_idle whelk_all docker_all
  whelk_idle=$(kilobytes VmRSS status "$whelkd") docker_idle=$(kilobytes VmRSS status "$dockerd" "$containerd")
  whelk_all=$(kilobytes Pss smaps_rollup $(whelk_processes)) docker_all=$(kilobytes Pss smaps_rollup $(docker_processes))
  start_idle
  rest
  local monitors shims whelk_full docker_full
  monitors=$(supervisors "sleep 86390") shims=$(supervisors "sleep 86391")
  [ "$(wc -w <<< "$monitors") $(wc -w <<< "$shims")" = "$idle_containers $idle_containers" ] || fail "not $idle_containers supervisors each: $monitors / $shims"
  monitors=$(kilobytes Pss smaps_rollup $monitors) shims=$(kilobytes Pss smaps_rollup $shims)
  whelk_full=$(kilobytes Pss smaps_rollup $(whelk_processes)) docker_full=$(kilobytes Pss smaps_rollup $(docker_processes))
  stop_idle
  [ -z "$CHECK" ] || return 0
  whelk_idle=$(megabytes "$whelk_idle") docker_idle=$(megabytes "$docker_idle")
  row N5 "daemon at rest, resident" MB "$whelk_idle" "dockerd and containerd" "$docker_idle" "at most 30 MB" "$(verdict "$whelk_idle <= 30")"
  row N5 "the whole engine at rest, PSS" MB "$(megabytes "$whelk_all")" "dockerd and containerd" "$(megabytes "$docker_all")" "–" "–"
  per_container "an idle container's supervisor, PSS" "$monitors" "Docker's shim" "$shims" "goal 1.2 MB" "$(goal "$monitors / 1024 / $idle_containers <= 1.2")"
  per_container "the engine's growth per idle container, PSS" $((whelk_full - whelk_all)) "Docker's" $((docker_full - docker_all)) "–" "–"
}

per_container() { # what kilobytes baseline kilobytes target verdict
  row N5 "$1" MB "$(calculate "$2 / 1024 / $idle_containers")" "$3" "$(calculate "$4 / 1024 / $idle_containers")" "$5" "$6"
}
