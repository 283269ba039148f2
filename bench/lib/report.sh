# The rows of the table, in $WORK/rows: figure, what, unit, value, baseline's name, baseline, target, verdict; a tab between two.

# A baseline that is missing fails the benchmark: there is no blank in this table.
row() { # figure what unit value baseline-name baseline target verdict
  local field
  [ "$#" -eq 8 ] || fail "a row of $# fields: $*"
  for field in "$4" "$6"; do
    [[ $field =~ ^[0-9]+(\.[0-9]+)?$ ]] && holds "$field > 0" || fail "$1: no figure for \"$2\" or its baseline \"$5\": \"$4\", \"$6\""
  done
  (IFS=$'\t'; printf '%s\n' "$*") >> "$WORK/rows"
}

# met or MISSED for a target that this benchmark enforces; for a goal of later work: reached, or not yet.
verdict() { if holds "$1"; then echo met; else echo MISSED; fi; }
goal() { if holds "$1"; then echo reached; else echo "not yet"; fi; }

targets_met() { ! grep -q $'\tMISSED$' "$WORK/rows"; }

# As Markdown.
print_table() {
  printf '\n%s.\n%d runs each after %d to warm up, in turns; medians. Load average %s before, %s after.\n\n' \
    "$MACHINE" "$RUNS" "$WARM_UP" "$LOAD_BEFORE" "$(load)"
  {
    printf '#\tmeasured\tWhelk\tbaseline\tits figure\tratio\ttarget\tverdict\n'
    printf -- '-\t-\t-\t-\t-\t-\t-\t-\n'
    awk -F'\t' -v OFS='\t' '{ print $1, $2, $4 " " $3, $5, $6 " " $3, sprintf("%.2f", $4 / $6), $7, $8 }' "$WORK/rows"
  } | awk -F'\t' '
    { for (i = 1; i <= NF; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } }
    END {
      for (r = 1; r <= NR; r++) {
        line = "|"
        for (i = 1; i <= NF; i++) line = line sprintf(" %-" width[i] "s |", cell[r, i])
        if (r == 2) gsub(/[- ]/, "-", line)
        print line
      }
    }'
}

load() { cut -d' ' -f1 /proc/loadavg; }
describe_machine() {
  printf '%s cores, kernel %s, control groups %s, VMs by %s; Docker %s, runc %s, crun %s' \
    "$(nproc)" "$(uname -r)" "$(cgroups)" "$(accelerator)" "$DOCKER_VERSION" \
    "$(runc --version | awk 'NR == 1 { print $3 }')" "$(crun --version | awk 'NR == 1 { print $3 }')"
}
cgroups() {
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then echo "version 2"; elif [ -d /sys/fs/cgroup/unified ]; then echo hybrid; else echo "version 1"; fi
}
accelerator() {
  local found
  found=$("$OUT/whelk-vm" --root "$whelk_work/doctor" doctor --format json | sed -n 's/.*"accelerator": *"\([a-z]*\)".*/\1/p')
  case $found in kvm) echo "hardware (KVM)" ;; tcg) echo "software emulation (TCG)" ;; *) fail "whelk-vm doctor names no accelerator" ;; esac
}

print_json() {
  printf '{"machine":"%s","runs":%d,"warmUp":%d,"loadBefore":%s,"loadAfter":%s,"rows":[' "$MACHINE" "$RUNS" "$WARM_UP" "$LOAD_BEFORE" "$(load)"
  awk -F'\t' '{
    printf "%s{\"figure\":\"%s\",\"what\":\"%s\",\"unit\":\"%s\",\"value\":%s,\"baseline\":\"%s\",\"baselineValue\":%s,\"ratio\":%.3f,\"target\":\"%s\",\"verdict\":\"%s\"}", \
      (NR > 1 ? "," : ""), $1, $2, $3, $4, $5, $6, $4 / $6, $7, $8 }' "$WORK/rows"
  printf '],"samplesMicroseconds":{'
  local file separator=
  for file in "$WORK"/samples/*; do
    printf '%s"%s":[%s]' "$separator" "${file##*/}" "$(paste -sd, "$file")"
    separator=,
  done
  printf '}}\n'
}
