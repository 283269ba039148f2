# N2: the same against a bare "crun run" of the very bundle that Whelk writes, over an overlay, in a network namespace that is there.
# crun works on a hybrid host only where it cannot see the unified hierarchy: so it runs in a mount namespace of its own, which a
# shell holds for all runs.
crun_work=$WORK/crun

# The bundle of a workload that lives as long as the measurement: its namespace and its name files are what the bundle refers to.
take_bundle() {
  local id
  id=$("$whelk" run -d --name bundle --runtime crun "$image" sleep 86399)
  mkdir -p "$crun_work"/{state,lower,upper,overlay-work,rootfs}
  tar -xf "$OUT/base.tar" -C "$crun_work/lower"
  sed -e 's/"args":\["sleep","86399"\]/"args":["true"]/' \
    -e "s|\"cgroupsPath\":\"[^\"]*\"|\"cgroupsPath\":\"/${WORK##*/}/bare\"|" \
    -e "s|\"root\":{\"path\":\"[^\"]*\"|\"root\":{\"path\":\"$crun_work/rootfs\"|" \
    "$whelk_work/run/w/${id:0:12}/bundle/config.json" > "$crun_work/config.json"
  grep -q '"args":\["true"\]' "$crun_work/config.json" || fail "the bundle's config.json has another form than expected"
}

bare_crun_loop() {
  local before number=0
  [ ! -d /sys/fs/cgroup/unified ] || umount /sys/fs/cgroup/unified
  mount -t overlay -o "lowerdir=$crun_work/lower,upperdir=$crun_work/upper,workdir=$crun_work/overlay-work" bare "$crun_work/rootfs"
  while read -r _; do
    before=$EPOCHREALTIME
    crun --root "$crun_work/state" run --bundle "$crun_work" "bare$((++number))" > "$crun_work/output" 2>&1 < /dev/null || { echo failed; continue; }
    echo $((${EPOCHREALTIME/./} - ${before/./}))
  done
}
export -f bare_crun_loop
export crun_work

crun_run() {
  echo run >&"${BARE_CRUN[1]}"
  read -r took <&"${BARE_CRUN[0]}"
  [ "$took" != failed ] || { cat "$crun_work/output" >&2; fail "crun run of Whelk's bundle failed: see above"; }
}

measure_N2() {
  take_bundle
  coproc BARE_CRUN { exec unshare --mount bash -c bare_crun_loop; }
  alternate N2 whelk_run crun_run
  "$whelk" rm -f bundle > /dev/null
  [ -z "$CHECK" ] || return 0
  local ours theirs
  ours=$(median N2 whelk_run) theirs=$(median N2 crun_run)
  row N2 "container, run to end" ms "$ours" "crun run, same bundle" "$theirs" "at most 2.00, goal 1.20" "$(verdict "$ours <= $theirs * 2")"
}
