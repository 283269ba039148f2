using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Seccomp;

/// <summary>Every system call, in each of the three ABIs, with what the profile's conditions ask of its first argument: refused by Whelk as by Docker's engine, or not.</summary>
public sealed class SeccompVerdictTests(SharedDaemon shared)
{
    // The capabilities that the default profile asks about; each opens calls of its own.
    private static readonly string[] Capabilities =
    [
        "BPF", "DAC_READ_SEARCH", "PERFMON", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_TIME", "SYS_TTY_CONFIG",
    ];

    private const string OwnProfile = """
        {
          "defaultAction": "SCMP_ACT_ALLOW",
          "archMap": [{ "architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] }],
          "syscalls": [
            { "names": ["mkdir", "mount"], "action": "SCMP_ACT_ERRNO", "errnoRet": 5, "includes": { "arches": ["amd64"], "minKernel": "3.0" } },
            { "names": ["chroot"], "action": "SCMP_ACT_ERRNO", "excludes": { "caps": ["CAP_SYS_CHROOT"] } },
            { "names": ["umount2"], "action": "SCMP_ACT_ERRNO", "includes": { "caps": ["CAP_SYS_CHROOT", "CAP_CHOWN"] } },
            { "names": ["rmdir"], "action": "SCMP_ACT_ERRNO", "excludes": { "minKernel": "250.0" } },
            { "name": "personality", "action": "SCMP_ACT_ERRNO", "errnoRet": 7, "args": [{ "index": 0, "value": 8, "op": "SCMP_CMP_EQ" }, { "index": 0, "value": 0, "op": "SCMP_CMP_EQ" }] },
            { "names": ["socket"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 0, "value": 40, "op": "SCMP_CMP_GE" }, { "index": 1, "value": 40, "op": "SCMP_CMP_LE" }] }
          ]
        }
        """;

    [Fact]
    public async Task Every_call_is_refused_or_not_as_by_Docker()
    {
        using var program = await VerdictProgram.CompileAsync();
        await using var reference = await ReferenceEngine.StartAsync();
        var own = $"seccomp={program.Write("own.json", OwnProfile)}";
        string[][] cases =
        [
            [], ["--cap-drop", "ALL"], ["--cap-add", "SYS_ADMIN", "--cap-add", "SYS_PTRACE", "--cap-drop", "SYS_CHROOT"], ["--security-opt", own], ["--privileged"],
            .. Capabilities.Select(name => new[] { "--cap-add", name }),
        ];

        var differences = new List<string>();
        foreach (var words in cases)
        {
            var expected = await RunAsync("docker", ["-H", $"unix://{reference.Socket}", "run"], program.Command(words));
            Assert.Equal(words is ["--privileged"], expected.Refused("x86_64") == 0);
            differences.AddRange(Told("container", words, expected, await WhelkAsync("container", program.Command(words))));

            // A machine's filter is compiled from the same section by the same code: what is asked there is that it arrives.
            if (words is not ["--cap-add", _])
            {
                differences.AddRange(Told("vm", words, expected, await WhelkAsync("vm", program.Command(words))));
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static IEnumerable<string> Told(string isolation, string[] words, Verdicts expected, Verdicts actual)
    {
        const int Most = 30;
        var found = expected.Compare(actual);
        return found.Take(Most).Select(line => $"{isolation} {string.Join(' ', words)}: {line} ({found.Count} differences)");
    }

    private async Task<Verdicts> WhelkAsync(string isolation, string[] command) =>
        Verdicts.Parse(await shared.Daemon.DoAsync(["run", "--isolation", isolation, .. command]));

    private static async Task<Verdicts> RunAsync(string path, string[] words, string[] command)
    {
        var result = await Program.RunAsync(path, [.. words, .. command]);
        Assert.True(result.Status.Succeeded, $"{path} {string.Join(' ', words)}: {result.Error}");
        return Verdicts.Parse(result.Output);
    }
}
