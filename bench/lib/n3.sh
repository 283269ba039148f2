# N3: a VM from request to end, as a clone of a template and booted, against a bare QEMU of the same machine, kernel and accelerator with nothing in it but one static
# process (from starting QEMU to the line that it writes), and against Docker's container.
bare_work=$WORK/bare

whelk_cold_run() { timed "$whelk" --host "$cold_host" run --rm --isolation vm "$image" true; }
whelk_clone_run() { timed "$whelk" run --rm --isolation vm "$image" true; }

# The arguments of the QEMU that Whelk itself starts, without its devices and with the bare guest's initramfs.
take_machine() {
  local process found='' argument
  "$whelk" --host "$cold_host" run -d --name machine --isolation vm "$image" sleep 86399 > /dev/null
  for process in $(pgrep -f '^[^ ]*qemu-system-x86_64 '); do found=$process; done
  [ -n "$found" ] || fail "no QEMU runs for a VM of Whelk"
  mapfile -d '' -t argument < "/proc/$found/cmdline"
  "$whelk" --host "$cold_host" rm -f machine > /dev/null
  bare_machine=("${argument[0]}")
  local i
  for ((i = 1; i < ${#argument[@]}; i++)); do
    case ${argument[i]} in
      -chardev | -serial | -mon | -device | -drive | -netdev | -fsdev | -add-fd) i=$((i + 1)) ;;
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
wait_for_template() {
  "$whelk" run --rm --isolation vm "$image" true > /dev/null
  wait_for 60 "$whelkd" "$whelk_work/log" grep -q 'a template of .* is ready' "$whelk_work/log"
}

measure_N3() {
  make_bare_guest
  start_cold
  take_machine
  wait_for_template
  alternate N3 whelk_clone_run whelk_cold_run qemu_boot docker_run
  stop_cold
  [ -z "$CHECK" ] || return 0
  local clone ours bare theirs
  clone=$(median N3 whelk_clone_run) ours=$(median N3 whelk_cold_run) bare=$(median N3 qemu_boot) theirs=$(median N3 docker_run)
  row N3 "VM, cold, run to end" ms "$ours" "bare QEMU to its first process" "$bare" "at most 1.30 and 300 ms" "$(verdict "$ours <= 1.3 * $bare + 300")"
  row N3 "VM, a clone, run to end" ms "$clone" "docker run, a container" "$theirs" "goal 1.00" "$(goal "$clone <= $theirs")"
  row N3 "VM, a clone, run to end" ms "$clone" "the same, cold" "$ours" - -
}
