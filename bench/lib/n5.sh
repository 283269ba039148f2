# N5: memory. The daemon after it has served and then rested; and what an idle container costs beyond its own process.
idle_containers=10

kilobytes() { # field file-in-proc process...: the sum
  local field=$1 file=$2 process
  shift 2
  for process in "$@"; do cat "/proc/$process/$file"; done | awk -v field="$field:" '$1 == field { sum += $2 } END { print sum + 0 }'
}
pss() { kilobytes Pss smaps_rollup "$@"; }
megabytes() { calculate "$1 / 1024" 1; }
per_container() { calculate "$1 / 1024 / $idle_containers"; }

# Every process of an engine that is no workload's own.
whelk_processes() { pgrep -f "^$OUT/whelk"; }
docker_processes() { printf '%s\n' "$dockerd" "$containerd"; pgrep -f "^[^ ]*containerd-shim" || true; }

# What stands over the workloads with this command line: their parents.
supervisors() { # command line
  local process
  for process in $(pgrep -x -f "$1"); do awk '$1 == "PPid:" { print $2 }' "/proc/$process/status"; done | sort -u
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

# Without quotes where a list of processes is meant.
# shellcheck disable=SC2046,SC2086
measure_N5() {
  local whelk_idle docker_idle whelk_all docker_all monitors shims whelk_growth docker_growth
  alternate N5 whelk_run docker_run
  rest
  whelk_idle=$(kilobytes VmRSS status "$whelkd") docker_idle=$(kilobytes VmRSS status "$dockerd" "$containerd")
  whelk_all=$(pss $(whelk_processes)) docker_all=$(pss $(docker_processes))
  start_idle
  rest
  monitors=$(supervisors "sleep 86390") shims=$(supervisors "sleep 86391")
  [ "$(wc -w <<< "$monitors") $(wc -w <<< "$shims")" = "$idle_containers $idle_containers" ] || fail "not $idle_containers supervisors each: $monitors / $shims"
  whelk_growth=$(($(pss $(whelk_processes)) - whelk_all)) docker_growth=$(($(pss $(docker_processes)) - docker_all))
  monitors=$(pss $monitors) shims=$(pss $shims)
  stop_idle
  [ -z "$CHECK" ] || return 0
  whelk_idle=$(megabytes "$whelk_idle") docker_idle=$(megabytes "$docker_idle")
  row N5 "daemon at rest, resident" MB "$whelk_idle" "dockerd and containerd" "$docker_idle" "at most 30 MB" "$(verdict "$whelk_idle <= 30")"
  row N5 "whole engine at rest, PSS" MB "$(megabytes "$whelk_all")" "dockerd and containerd" "$(megabytes "$docker_all")" "-" "-"
  monitors=$(per_container "$monitors") whelk_growth=$(per_container "$whelk_growth")
  row N5 "an idle container's monitor, PSS" MB "$monitors" "Docker's shim" "$(per_container "$shims")" "goal 1.2 MB" "$(goal "$monitors <= 1.2")"
  row N5 "engine's growth per idle container, PSS" MB "$whelk_growth" "Docker's growth" "$(per_container "$docker_growth")" "goal 1.2 MB" "$(goal "$whelk_growth <= 1.2")"
}
