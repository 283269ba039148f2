# N6: memory of VMs that do nothing: twenty of 128 MiB, clones of a template, against one of the same that has booted. Per VM: QEMU and the monitor beside it,
# with their share of what they have in common (PSS).
idle_machines=20

# Without quotes where a list of processes is meant.
# shellcheck disable=SC2046
measure_N6() {
  [ -z "$CHECK" ] || idle_machines=2
  local i names=() clones booted
  start_cold
  "$whelk" --host "$cold_host" run -d --name still --isolation vm -m 128m "$image" sleep 86387 > /dev/null
  wait_for_template "$WHELK_HOST" "$whelkd" "$whelk_work/log"
  for ((i = 0; i < idle_machines; i++)); do
    names+=("still$i")
    "$whelk" run -d --name "still$i" --isolation vm -m 128m "$image" sleep 86387 > /dev/null
  done
  rest
  [ "$(ps -o args= -p "$(machine_processes "$whelk_work" | paste -sd,)" | grep -c '^[^ ]*qemu-system-x86_64 .* -incoming defer')" = "$idle_machines" ] || fail "not every VM is a clone"
  booted=$(pss $(machine_processes "$whelk_work-cold")) clones=$(pss $(machine_processes "$whelk_work"))
  "$whelk" rm -f "${names[@]}" > /dev/null
  "$whelk" --host "$cold_host" rm -f still > /dev/null
  stop_cold
  [ -z "$CHECK" ] || return 0
  clones=$(calculate "$clones / 1024 / $idle_machines" 1)
  row N6 "an idle VM of 128 MiB, $idle_machines alive, PSS" MiB "$clones" "the same, booted" "$(megabytes "$booted")" "goal 45 MiB" "$(goal "$clones <= 45")"
}
