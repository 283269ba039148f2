using System.Text;
using Whelk.Linux.Processes;
using Xunit;

namespace Whelk.Linux.Tests.Native;

public sealed class AbiTests
{
    private static readonly string[] Headers =
    [
        "stddef.h", "errno.h", "fcntl.h", "poll.h", "sched.h", "signal.h", "spawn.h", "termios.h", "time.h", "unistd.h", "sys/epoll.h", "sys/file.h",
        "sys/inotify.h", "sys/ioctl.h", "sys/mman.h", "sys/mount.h", "sys/prctl.h", "sys/reboot.h", "sys/socket.h", "sys/stat.h", "sys/syscall.h",
        "sys/uio.h", "sys/wait.h", "netinet/in.h", "linux/capability.h", "linux/filter.h", "linux/if.h", "linux/if_bridge.h", "linux/if_ether.h", "linux/if_link.h",
        "linux/if_tun.h", "linux/netfilter.h", "linux/netfilter/nf_tables.h", "linux/netfilter/nfnetlink.h", "linux/netfilter/nfnetlink_conntrack.h", "linux/netlink.h", "linux/openat2.h",
        "linux/perf_event.h", "linux/pkt_cls.h", "linux/random.h", "linux/rtnetlink.h", "linux/seccomp.h", "linux/tc_act/tc_mirred.h", "linux/veth.h",
    ];

    [Fact]
    public async Task Declarations_all_equal_what_the_c_compiler_says()
    {
        var claims = NativeDeclarations.All().Distinct().ToList();
        Assert.True(claims.Count > 300, $"only {claims.Count} declarations were found");
        var answer = await CompileAsync(claims);

        Assert.True(answer.Status.Succeeded && answer.Error.Length == 0, answer.Error);
    }

    [Fact]
    public async Task Declarations_that_are_wrong_are_named()
    {
        var answer = await CompileAsync([new NativeClaim("O_CLOEXEC", 1), new NativeClaim("sizeof(struct stat)", 144)]);

        Assert.Contains("static assertion failed: \"O_CLOEXEC is not 1\"", answer.Error);
        Assert.DoesNotContain("struct stat", answer.Error);
    }

    private static Task<CommandResult> CompileAsync(IEnumerable<NativeClaim> claims)
    {
        var source = new StringBuilder("#define _GNU_SOURCE\n");
        foreach (var header in Headers)
        {
            source.AppendLine($"#include <{header}>");
        }

        foreach (var (expression, value) in claims)
        {
            source.AppendLine($"_Static_assert((long long)({expression}) == {value}LL, \"{expression} is not {value}\");");
        }

        var options = new SpawnOptions { Path = "/usr/bin/gcc", Arguments = ["-x", "c", "-std=gnu17", "-fsyntax-only", "-"] };
        return CommandRunner.RunAsync(options, Encoding.UTF8.GetBytes(source.ToString()), CancellationToken.None);
    }
}
