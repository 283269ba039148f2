using Whelk.Advice.Compare;
using Xunit;

namespace Whelk.Advice.Tests.Compare;

public sealed class HostNamespacesTests
{
    private const string Boot = "the-host";

    private static readonly Dictionary<string, string> Host = new() { ["net"] = "net:[1]", ["pid"] = "pid:[2]", ["user"] = "user:[3]" };

    [Fact]
    public void NotShared_under_the_same_kernel_compares_the_numbers()
    {
        var inside = new InsideFacts { BootId = Boot, Namespaces = new Dictionary<string, string> { ["user"] = "user:[3]", ["pid"] = "pid:[20]", ["net"] = "net:[10]" } };

        Assert.Equal(["net", "pid"], HostNamespaces.NotShared(inside, Host, Boot));
    }

    [Fact]
    public void NotShared_under_another_kernel_is_every_namespace_though_the_numbers_are_the_same()
    {
        var inside = new InsideFacts { BootId = "another", Namespaces = Host };

        Assert.Equal(["net", "pid", "user"], HostNamespaces.NotShared(inside, Host, Boot));
    }

    [Fact]
    public void NotShared_of_a_kind_that_the_host_does_not_show_counts_as_its_own()
    {
        var inside = new InsideFacts { BootId = null, Namespaces = new Dictionary<string, string> { ["time"] = "time:[4]", ["net"] = "net:[1]" } };

        Assert.Equal(["time"], HostNamespaces.NotShared(inside, Host, Boot));
    }

    [Fact]
    public void NotSharedBy_with_this_process_own_links_is_empty()
    {
        var own = Directory.EnumerateFileSystemEntries("/proc/self/ns").Select(path => new FileInfo(path).LinkTarget!).DistinctBy(link => link.Split(':')[0]);
        var inside = InsideFacts.Parse([.. own.Select(link => $"namespace {link}"), $"boot {File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}"]);

        Assert.NotEmpty(inside.Namespaces);
        Assert.Empty(HostNamespaces.NotSharedBy(inside));
        Assert.False(HostNamespaces.HasOwnKernel(inside));
    }
}
