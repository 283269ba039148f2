# N3: a VM from request to end, as one that waited, as a clone of a template and booted, against a bare QEMU of the same machine, kernel and accelerator with nothing in it but one static
# process (from starting QEMU to the line that it writes), and against Docker's container.
bare_work=$WORK/bare

whelk_cold_run() { timed "$whelk" --host "$cold_host" run --rm --isolation vm "$image" true; }
whelk_clone_run() { timed "$whelk" --host "$clone_host" run --rm --isolation vm "$image" true; }

whelk_warm_run() {
  wait_for_machine
  timed "$whelk" run --rm --isolation vm "$image" true
  taken

  # The next side is not to pay for the next machine.
  wait_for_machine
}

# From the request to the workload's command.
whelk_warm_start() {
  "$whelk" create --name claimed --isolation vm "$image" sleep 86398 > /dev/null
  wait_for_machine
  timed "$whelk" start claimed
  taken
  "$whelk" rm -f claimed > /dev/null
  wait_for_machine
}

# A machine waits and stands still: its processor time does not grow.
wait_for_machine() {
  local end=$((SECONDS + 60)) keeper watcher before='' now=''
  keeper=$(pgrep -f "^$OUT/whelk-vm --root $whelk_work/run/rt/whelk-vm warm ") || fail "nobody keeps machines"
  until [ -n "$now" ] && [ "$now" = "$before" ]; do
    [ "$SECONDS" -lt "$end" ] || fail "no machine waits for a workload"
    before=$now
    sleep 0.2
    watcher=$(pgrep -P "$keeper" -x spawn | head -n 1) && waiting=$(pgrep -P "$watcher") || { now=''; continue; }
    now=$waiting:$(cut -d' ' -f14,15 "/proc/$waiting/stat")
  done
}

taken() { [ ! -e "/proc/$waiting" ] || machine_processes "$whelk_work" | grep -qx "$waiting" || fail "the machine that waited was not taken"; }

# The arguments of the QEMU that Whelk itself starts, without its devices and with the bare guest's initramfs.
take_machine() {
  local process found='' argument
  "$whelk" --host "$cold_host" run -d --name machine --isolation vm "$image" sleep 86399 > /dev/null
  for process in $(machine_processes "$whelk_work-cold"); do
    [[ $(tr '\0' ' ' < "/proc/$process/cmdline") != *qemu-system-x86_64\ * ]] || found=$process
  done
  [ -n "$found" ] || fail "no QEMU runs for a VM of Whelk"
  mapfile -d '' -t argument < "/proc/$found/cmdline"
  "$whelk" --host "$cold_host" rm -f machine > /dev/null
  bare_machine=("${argument[0]}")
  local i
  for ((i = 1; i < ${#argument[@]}; i++)); do
    case ${argument[i]} in
      -chardev | -serial | -mon | -device | -blockdev | -netdev | -fsdev | -add-fd) i=$((i + 1)) ;;
      -kernel) bare_machine+=(-kernel "$OUT/guest/vmlinux"); i=$((i + 1)) ;;
      -initrd) bare_machine+=(-initrd "$bare_work/initramfs.cpio"); i=$((i + 1)) ;;
      *) bare_machine+=("${argument[i]}") ;;
    esac
  done
  bare_machine+=(-chardev "stdio,id=console,signal=off" -serial chardev:console)
}

make_bare_guest() {
  mkdir -p "$bare_work/root/dev"
  "${CC:-gcc}" -Os -static -s -Wall -Wextra -Werror -o "$bare_work/root/init" "$lib/init.c"
  mknod "$bare_work/root/dev/console" c 5 1
  (cd "$bare_work/root" && find . | cpio --quiet -o -H newc) > "$bare_work/initramfs.cpio"
}

qemu_boot() {
  local line='' output process before=$EPOCHREALTIME
  exec {output}< <(exec "${bare_machine[@]}" 2> "$bare_work/errors" < /dev/null)
  process=$!
  until [[ $line == *"first process"* ]]; do
    read -r -t 120 -u "$output" line || { cat "$bare_work/errors" >&2; fail "the bare QEMU wrote no line: ${bare_machine[*]}"; }
  done
  took=$((${EPOCHREALTIME/./} - ${before/./}))
  kill -KILL "$process"
  exec {output}<&-
}

# The template is made when a machine first needs it.
wait_for_template() { # host process log
  "$whelk" --host "$1" run --rm --isolation vm "$image" true > /dev/null
  wait_for 60 "$2" "$3" grep -q 'a template of .* is ready' "$3"
}

measure_N3() {
  make_bare_guest
  start_cold
  take_machine
  start_clones
  wait_for_template "$clone_host" "$cloned" "$whelk_work-clone/log"
  wait_for_template "$WHELK_HOST" "$whelkd" "$whelk_work/log"
  alternate N3 whelk_warm_run whelk_warm_start whelk_clone_run whelk_cold_run qemu_boot docker_run
  stop_cold
  stop_clones
  [ -z "$CHECK" ] || return 0
  local warm claim clone ours bare theirs
  warm=$(median N3 whelk_warm_run) claim=$(median N3 whelk_warm_start)
  clone=$(median N3 whelk_clone_run) ours=$(median N3 whelk_cold_run) bare=$(median N3 qemu_boot) theirs=$(median N3 docker_run)
  row N3 "VM, cold, run to end" ms "$ours" "bare QEMU to its first process" "$bare" "at most 1.30 and 300 ms" "$(verdict "$ours <= 1.3 * $bare + 300")"
  row N3 "VM that waited, run to end" ms "$warm" "docker run, a container" "$theirs" "goal 1.00" "$(goal "$warm <= $theirs")"
  row N3 "VM that waited, start alone" ms "$claim" "docker run, a container" "$theirs" "goal 150 ms" "$(goal "$claim <= 150")"
  row N3 "VM, a clone, run to end" ms "$clone" "docker run, a container" "$theirs" - -
  row N3 "VM, a clone, run to end" ms "$clone" "the same, cold" "$ours" - -
}
