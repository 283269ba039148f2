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
          "mountOptions": ["bind", "rbind", "ro", "rro", "rw", "nosuid", "suid", "nodev", "dev", "noexec", "exec", "noatime", "atime", "relatime", "strictatime", "sync"],
          "linux": {
            "namespaces": ["cgroup", "ipc", "mount", "network", "pid", "uts"],
            "cgroup": { "v1": true, "v2": true, "systemd": false, "systemdUser": false },
            "seccomp": {
              "enabled": true,
              "actions": ["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_LOG", "SCMP_ACT_TRACE", "SCMP_ACT_TRAP"],
              "operators": ["SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_LE", "SCMP_CMP_LT", "SCMP_CMP_MASKED_EQ", "SCMP_CMP_NE"],
              "archs": ["SCMP_ARCH_X32", "SCMP_ARCH_X86", "SCMP_ARCH_X86_64"],
              "knownFlags": ["SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_TSYNC"],
              "supportedFlags": ["SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_TSYNC"]
            },
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
