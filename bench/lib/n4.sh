# N4: a command in a workload that runs, from starting the client to its exit: in a container and in a VM, against docker exec.
whelk_exec() { timed "$whelk" exec busy true; }
whelk_vm_exec() { timed "$whelk" exec busy-vm true; }
docker_exec() { timed "$docker" exec busy true; }

measure_N4() {
  "$whelk" run -d --name busy "$image" sleep 86388 > /dev/null
  "$whelk" run -d --name busy-vm --isolation vm "$image" sleep 86388 > /dev/null
  "$docker" run -d --name busy "$image" sleep 86388 > /dev/null
  alternate N4 whelk_exec whelk_vm_exec docker_exec
  "$whelk" rm -f busy busy-vm > /dev/null
  "$docker" rm -f busy > /dev/null
  [ -z "$CHECK" ] || return 0
  local container vm theirs
  container=$(median N4 whelk_exec) vm=$(median N4 whelk_vm_exec) theirs=$(median N4 docker_exec)
  row N4 "exec in a container" ms "$container" "docker exec" "$theirs" "goal 0.25" "$(goal "$container <= $theirs / 4")"
  row N4 "exec in a VM" ms "$vm" "docker exec, a container" "$theirs" "goal 0.25" "$(goal "$vm <= $theirs / 4")"
}
