using Whelk.Engine.Bundles;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Users;
using Whelk.Engine.Workloads;
using Whelk.Oci.Runtime;

namespace Whelk.Engine.Tests;

/// <summary>Workloads as the tests need them: complete, with what is of no interest filled in.</summary>
internal static class TestWorkload
{
    internal static readonly ResolvedUser Root = new(new UserSpec(), "/root");

    internal static readonly RuntimeRecord Directories = new()
    {
        Name = "crun",
        Isolation = WorkloadIsolation.Container,
        Path = "/usr/bin/crun",
        Root = RootForm.Directory,
        Package = "crun",
        HostNeeds = [],
    };

    internal static WorkloadSpec Spec(HostOptions? host = null, char digit = 'a', string? name = null) => new()
    {
        Id = new string(digit, 64),
        Name = name ?? $"name-{digit}",
        CreatedAt = DateTimeOffset.UnixEpoch,
        ImageId = "sha256:" + new string('0', 64),
        Isolation = WorkloadIsolation.Container,
        Runtime = "crun",
        Arguments = ["/bin/sh", "-c", "true"],
        Env = ["A=image"],
        Hostname = "box",
        WorkingDir = "/srv",
        User = string.Empty,
        StopSignal = 15,
        Labels = new Dictionary<string, string>(),
        ExposedPorts = [],
        Options = new WorkloadOptions { Image = "whelk/base", Host = host ?? new HostOptions() },
    };

    internal static Workload Live(char digit = 'a', string? name = null, WorkloadState? state = null)
    {
        var spec = Spec(digit: digit, name: name);
        return new Workload(spec, state ?? new WorkloadState.Created(), new WorkloadPaths(new EnginePaths("/root", "/run"), spec.Id));
    }

    internal static BundleInput Bundle(string root, HostOptions? host = null)
    {
        var spec = Spec(host);
        var paths = new WorkloadPaths(new EnginePaths(Path.Combine(root, "lib"), Path.Combine(root, "run")), spec.Id);
        return new BundleInput
        {
            Spec = spec,
            Paths = paths,
            RootFolder = paths.Merged,
            Runtime = Directories,
            User = Root,
            Cgroup = $"/whelk-test/{spec.Id}",
            CgroupVersion = 1,
        };
    }
}
