# The rows of the table, in $WORK/rows: figure, what, unit, value, baseline's name, baseline, target, verdict; a tab between two.

# A baseline that is missing fails the benchmark: there is no blank in this table.
row() { # figure what unit value baseline-name baseline target verdict
  local field
  [ "$#" -eq 8 ] || fail "a row of $# fields: $*"
  for field in "$4" "$6"; do
    [[ $field =~ ^[0-9]+(\.[0-9]+)?$ ]] && holds "$field > 0" || fail "$1: no figure for \"$2\" or its baseline \"$5\""
  done
  (IFS=$'\t'; printf '%s\n' "$*") >> "$WORK/rows"
}

# met or MISSED for a target that this benchmark enforces; for a goal of later work: reached, or not yet.
verdict() { if holds "$1"; then echo met; else echo MISSED; fi; }
goal() { if holds "$1"; then echo reached; else echo "not yet"; fi; }

targets_met() { ! grep -q $'\tMISSED$' "$WORK/rows"; }

print_table() {
  echo
  echo "$(machine)."
  echo "$RUNS runs each after $WARM_UP to warm up, in turns; medians. Load at the end: $(cut -d' ' -f1-3 /proc/loadavg)."
  echo
  {
    printf '|\tfigure\twhelk\tbaseline\t\tratio\ttarget\tverdict\n'
    awk -F'\t' -v OFS='\t' '{ print "| " $1, $2, $4 " " $3, $5, $6 " " $3, sprintf("%.2f", $4 / $6), $7, $8 }' "$WORK/rows"
  } | awk -F'\t' '
    NR == 1 { n = split("|" "\t" "measured" "\t" "Whelk" "\t" "baseline" "\t" "" "\t" "ratio" "\t" "target" "\t" "verdict", cell, "\t"); cell[1] = "| " }
    NR > 1 { n = split($0, cell, "\t") }
    { for (i = 1; i <= n; i++) { text[NR, i] = cell[i]; if (length(cell[i]) > width[i]) width[i] = length(cell[i]) } }
    END {
      for (r = 1; r <= NR; r++) {
        line = ""
        for (i = 1; i <= n; i++) line = line (i > 1 ? " | " : "") sprintf("%-" width[i] "s", text[r, i])
        print line " |"
        if (r == 1) { gsub(/[^|]/, "-", line); print line "-|" }
      }
    }'
}

machine() {
  printf '%s cores, kernel %s, control groups: %s; VMs by %s; Docker %s with %s; %s' \
    "$(nproc)" "$(uname -r)" "$(cgroups)" "$(accelerator)" "$DOCKER_VERSION" "$(runc --version | awk 'NR == 1 { print "runc " $3 }')" "$(crun --version | head -n 1 | sed 's/ version//')"
}
cgroups() {
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then echo "version 2"; elif [ -d /sys/fs/cgroup/unified ]; then echo hybrid; else echo "version 1"; fi
}
accelerator() {
  local found
  found=$("$OUT/whelk-vm" doctor --format json | sed -n 's/.*"accelerator": *"\([a-z]*\)".*/\1/p')
  case $found in kvm) echo "hardware (KVM)" ;; tcg) echo "software emulation (TCG)" ;; *) echo "${found:-?}" ;; esac
}

print_json() {
  printf '{"machine":"%s","runs":%d,"warmUp":%d,"rows":[' "$(machine)" "$RUNS" "$WARM_UP"
  awk -F'\t' '{
    printf "%s{\"figure\":\"%s\",\"what\":\"%s\",\"unit\":\"%s\",\"value\":%s,\"baseline\":\"%s\",\"baselineValue\":%s,\"ratio\":%.3f,\"target\":\"%s\",\"verdict\":\"%s\"}", \
      (NR > 1 ? "," : ""), $1, $2, $3, $4, $5, $6, $4 / $6, $7, $8 }' "$WORK/rows"
  printf '],"samplesMicroseconds":{'
  local file first=1
  for file in "$WORK"/samples/*; do
    [ -n "$first" ] || printf ','
    first=
    printf '"%s":[%s]' "${file##*/}" "$(paste -sd, "$file")"
  done
  printf '}}\n'
}
