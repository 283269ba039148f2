# N8: the list of 500 workloads over the API, from the request to the last byte of the answer. They are created, not started: what is
# asked for is the list. Both daemons keep theirs until the run ends.
listed=500
# The newest version that the Docker of this benchmark speaks.
api=http://localhost/v1.41

# One connection, one request after the other.
create_listed() { # socket
  local requests=$WORK/create i
  for ((i = 0; i < listed; i++)); do
    [ "$i" -eq 0 ] || echo next
    printf 'url="%s/containers/create?name=listed%d"\nunix-socket="%s"\nheader="Content-Type: application/json"\ndata="{\\"Image\\":\\"%s\\",\\"Cmd\\":[\\"true\\"]}"\noutput="/dev/null"\nfail\n' \
      "$api" "$i" "$1" "$image"
  done > "$requests"
  curl --silent --show-error --fail-early --config "$requests" || fail "500 workloads could not be created at $1"
}

list() { # socket
  local seconds
  seconds=$(curl --silent --show-error --fail --unix-socket "$1" --output "$WORK/list" --write-out '%{time_total}' "$api/containers/json?all=1") || fail "no list from $1"
  took=$((10#${seconds/./}))
}
whelk_list() { list "$whelk_work/socket"; }
docker_list() { list "$docker_work/socket"; }

count_listed() { grep -o '"Id":' "$WORK/list" | wc -l; }

measure_N8() {
  [ -z "$CHECK" ] || listed=3
  local engine theirs ours took
  for engine in whelk docker; do
    create_listed "$WORK/$engine/socket"
    "${engine}_list"
    [ "$(count_listed)" -ge "$listed" ] || fail "$engine lists $(count_listed) workloads of $listed"
  done
  alternate N8 whelk_list docker_list
  [ -z "$CHECK" ] || return 0
  ours=$(median N8 whelk_list) theirs=$(median N8 docker_list)
  row N8 "list of $listed workloads" ms "$ours" "dockerd" "$theirs" "at most 0.33" "$(verdict "$ours <= $theirs / 3")"
}
