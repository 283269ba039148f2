# The namespaces take processes, mounts, networks and firewall rules with them; control groups and files remain to be removed.
remove_cgroups() { # name: below every hierarchy
  local top tries=100
  for top in /sys/fs/cgroup/"$1" /sys/fs/cgroup/*/"$1"; do
    [ -d "$top" ] || continue
    until find "$top" -depth -type d -exec rmdir {} + 2> /dev/null || [ ! -d "$top" ]; do
      [ $((tries--)) -gt 0 ] || { say "cannot remove $top"; return; }
      sleep 0.1
    done
  done
}
