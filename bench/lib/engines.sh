# The two engines, each private: nothing of theirs is seen outside the namespaces or outlives them.
tree=$CACHE/tree
docker=$tree/usr/bin/docker
docker_work=$WORK/docker
whelk=$OUT/whelk
whelk_work=$WORK/whelk
export DOCKER_HOST=unix://$docker_work/socket DOCKER_CONFIG=$docker_work/client WHELK_HOST=unix://$whelk_work/socket
cold_host=unix://$whelk_work-cold/socket
clone_host=unix://$whelk_work-clone/socket
image=whelk/base

# dockerd and containerd write into /etc, /run and /opt, wherever their data is: what they write lands in a folder above these.
hide_the_host() {
  local folder
  ip link set lo up
  for folder in /etc /run /opt; do
    mkdir -p "$WORK/above$folder/upper" "$WORK/above$folder/work"
    mount -t overlay -o "lowerdir=$folder,upperdir=$WORK/above$folder/upper,workdir=$WORK/above$folder/work" above "$folder"
  done
}

wait_for() { # seconds process log command...
  local end=$((SECONDS + $1)) process=$2 log=$3
  shift 3
  until "$@" > /dev/null 2>&1; do
    kill -0 "$process" 2> /dev/null || { tail -n 20 "$log" >&2; fail "ended before it was ready: see above"; }
    [ "$SECONDS" -lt "$end" ] || { tail -n 20 "$log" >&2; fail "not ready after that time: see above"; }
    sleep 0.1
  done
}

start_docker() { # further options of dockerd...
  local libraries extensions=$tree/usr/lib/x86_64-linux-gnu/xtables
  libraries=$(find "$tree" -type d -name '*-linux-gnu' -path '*/lib/*' -printf '%p:')
  mkdir -p "$docker_work/client"
  # The tree may hold no iptables of its own.
  [ ! -d "$extensions" ] || export XTABLES_LIBDIR=$extensions
  PATH=$tree/usr/bin:$tree/usr/sbin:$PATH LD_LIBRARY_PATH=${libraries%:} \
    dockerd --data-root "$docker_work/data" --exec-root "$docker_work/exec" --pidfile "$docker_work/pid" --host "$DOCKER_HOST" --group root \
    --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/${WORK##*/}" --log-level warn "$@" > "$docker_work/log" 2>&1 &
  dockerd=$!
  wait_for 60 "$dockerd" "$docker_work/log" "$docker" version
  DOCKER_VERSION=$("$docker" version --format '{{.Server.Version}}')
  "$docker" import "$OUT/base.tar" "$image" > /dev/null
  containerd=$(pgrep -P "$dockerd" -x containerd) || fail "dockerd started no containerd"
}

# A daemon beside it whose machines all boot.
start_cold() {
  mkdir -p "$whelk_work-cold"
  WHELK_VM_TEMPLATES=off "$whelk" daemon --root "$whelk_work-cold/root" --run "$whelk_work-cold/run" --host "$cold_host" 2> "$whelk_work-cold/log" &
  coldd=$!
  wait_for 60 "$coldd" "$whelk_work-cold/log" "$whelk" --host "$cold_host" run --rm "$image" true
}

# Another one, whose machines are all clones: none waits.
start_clones() {
  mkdir -p "$whelk_work-clone"
  WHELK_VM_POOL=0 "$whelk" daemon --root "$whelk_work-clone/root" --run "$whelk_work-clone/run" --host "$clone_host" 2> "$whelk_work-clone/log" &
  cloned=$!
  wait_for 60 "$cloned" "$whelk_work-clone/log" "$whelk" --host "$clone_host" run --rm "$image" true
}

stop_clones() { kill -TERM "$cloned"; wait "$cloned"; }

stop_cold() { kill -TERM "$coldd"; wait "$coldd"; }

start_whelk() {
  mkdir -p "$whelk_work"
  "$whelk" daemon --root "$whelk_work/root" --run "$whelk_work/run" --host "$WHELK_HOST" 2> "$whelk_work/log" &
  whelkd=$!
  wait_for 60 "$whelkd" "$whelk_work/log" "$whelk" run --rm "$image" true
}

# The processes of a daemon's VMs.
machine_processes() { # folder of the daemon
  local machine root=$1/run/rt/whelk-vm
  for machine in $("$OUT/whelk-vm" --root "$root" list -q); do
    "$OUT/whelk-vm" --root "$root" ps --format json "$machine" | tr -d '[]' | tr ',' '\n'
  done
}
