# N1: a container from request to end, with a network: the client's whole life.
whelk_run() { timed "$whelk" run --rm "$image" true; }
docker_run() { timed "$docker" run --rm "$image" true; }

measure_N1() {
  alternate N1 whelk_run docker_run
  [ -z "$CHECK" ] || return 0
  local ours theirs
  ours=$(median N1 whelk_run) theirs=$(median N1 docker_run)
  row N1 "container, run to end" ms "$ours" "docker run" "$theirs" "at most 0.125, goal 0.04" "$(verdict "$ours <= $theirs / 8")"
}
