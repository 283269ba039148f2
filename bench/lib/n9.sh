# N9: 200 containers and 40 VMs alive at once, started four at a time: every start succeeds, and every workload answers an exec. Not among the figures that are measured
# when none is named: it takes some minutes.
crowd_containers=200 crowd_machines=40

in_fours() { xargs -P 4 -I NAME "$@" > "$WORK/output" 2>&1 || { tail -n 20 "$WORK/output" >&2; fail "failed: $*"; }; }
crowd_exec() { timed "$whelk" exec "$1" true; echo "$took" >> "$WORK/samples/N9.exec"; }

measure_N9() {
  [ -z "$CHECK" ] || crowd_containers=4 crowd_machines=2
  local containers machines name slowest
  containers=$(seq -f 'crowd%g' "$crowd_containers") machines=$(seq -f 'crowd-vm%g' "$crowd_machines")
  in_fours "$whelk" run -d --name NAME "$image" sleep 86386 <<< "$containers"
  in_fours "$whelk" run -d --name NAME --isolation vm -m 128m "$image" sleep 86386 <<< "$machines"
  rest
  mkdir -p "$WORK/samples"
  for name in $containers $machines; do crowd_exec "$name"; done
  # shellcheck disable=SC2086
  "$whelk" rm -f $containers $machines > /dev/null
  [ -z "$CHECK" ] || return 0
  slowest=$(sort -n "$WORK/samples/N9.exec" | tail -n 1)
  row N9 "$crowd_containers containers and $crowd_machines VMs alive, slowest exec" ms "$(calculate "$slowest / 1000" 1)" "their median" "$(median N9 exec)" "all answer" met
}
