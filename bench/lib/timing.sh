# Times commands in turns. A side is a function that does its work once and leaves the microseconds in $took.

# Runs a command to its end; fails the benchmark when the command fails, because a failed run is no fast run.
timed() { # command...
  local before=$EPOCHREALTIME
  "$@" > "$WORK/output" 2>&1 || { cat "$WORK/output" >&2; fail "failed: $*"; }
  took=$((${EPOCHREALTIME/./} - ${before/./}))
}

# Every side WARM_UP + RUNS times, each round another side first, with a pause between two runs, so that what an engine tidies
# up after its answer is not charged to the next one. Samples of the rounds after the warm-up: $WORK/samples/FIGURE.SIDE
alternate() { # figure side...
  local figure=$1 round turn side took
  shift
  mkdir -p "$WORK/samples"
  for ((round = -WARM_UP; round < RUNS; round++)); do
    for ((turn = 0; turn < $#; turn++)); do
      side=$(((turn + round + WARM_UP) % $# + 1))
      sleep "$PAUSE"
      "${!side}"
      [ "$round" -lt 0 ] || echo "$took" >> "$WORK/samples/$figure.${!side}"
    done
    [ ! -t 2 ] || printf '\rbench: %s round %d of %d ' "$figure" $((round + WARM_UP + 1)) $((RUNS + WARM_UP)) >&2
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

# In milliseconds, with one digit.
median() { # figure side
  sort -n "$WORK/samples/$1.$2" | awk '{ v[NR] = $1 } END { if (NR) printf "%.1f", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2000 }'
}

calculate() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; }
holds() { awk "BEGIN { exit !($1) }"; }
