using Whelk.Vm.CommandLine;

namespace Whelk.Vm.Commands;

/// <summary><c>features</c>: what this runtime can do, for engines that ask (OCI runtime specification 1.1, features.md).</summary>
internal static class FeaturesCommand
{
    private const string Features = """
        {
          "ociVersionMin": "1.0.0",
          "ociVersionMax": "1.1.0",
          "hooks": ["prestart", "createRuntime", "poststart", "poststop"],
          "mountOptions": ["bind", "rbind", "ro", "rw", "nosuid", "suid", "nodev", "dev", "noexec", "exec", "noatime", "atime", "relatime", "strictatime", "sync"],
          "linux": {
            "namespaces": ["cgroup", "ipc", "mount", "network", "pid", "uts"],
            "cgroup": { "v1": true, "v2": true, "systemd": false, "systemdUser": false },
            "seccomp": { "enabled": false },
            "apparmor": { "enabled": false },
            "selinux": { "enabled": false }
          },
          "annotations": { "io.whelk.isolation": "vm" }
        }
        """;

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        await Console.Out.WriteLineAsync(Features);
        return 0;
    }
}
