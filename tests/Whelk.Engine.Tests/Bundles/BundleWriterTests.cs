using System.Net;
using System.Text.Json;
using Whelk.Engine.Bundles;
using Whelk.Engine.Networks;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Networks.Endpoints;
using Whelk.Oci;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Seccomp;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Bundles;

public sealed class BundleWriterTests : IDisposable
{
    private static readonly Endpoint Endpoint = new()
    {
        NamespacePath = "/run/net/1",
        Address = IPAddress.Parse("10.88.0.7"),
        PrefixLength = 16,
        Gateway = IPAddress.Parse("10.88.0.1"),
        MacAddress = "02:42:0a:58:00:07",
        HostInterface = "veth1",
    };

    private static readonly NetworkPlace Place = new(Endpoint.NamespacePath, [new JoinedNetwork(new NetworkAttachment { Network = "bridge", Name = "bridge" }, Endpoint)]);

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Build_gives_dockers_capabilities_seccomp_and_hidden_paths()
    {
        var spec = Build();

        Assert.Equal(DefaultCapabilities.All, spec.Process!.Capabilities!.Bounding);
        Assert.Equal(DefaultCapabilities.All, spec.Process.Capabilities.Effective);
        Assert.Null(spec.Process.Capabilities.Inheritable);
        Assert.Equal("SCMP_ACT_ERRNO", spec.Linux!.Seccomp!.DefaultAction);
        Assert.Contains("/proc/kcore", spec.Linux.MaskedPaths!);
        Assert.Contains("/proc/sys", spec.Linux.ReadonlyPaths!);
        Assert.False(spec.Process.NoNewPrivileges);
    }

    [Fact]
    public void Build_gives_the_namespaces_and_a_cgroup_of_its_own()
    {
        var input = TestWorkload.Bundle(_scratch) with { Place = Place, CgroupVersion = 1 };
        var linux = BundleWriter.Build(input).Linux!;

        Assert.Equal(["mount", "network:/run/net/1", "uts", "pid", "ipc"], linux.Namespaces!.Select(ns => ns.Path is null ? ns.Type : $"{ns.Type}:{ns.Path}"));
        Assert.Equal($"/whelk-test/{input.Spec.Id}", linux.CgroupsPath);
        Assert.Equal((false, "rwm"), (linux.Resources!.Devices![0].Allow, linux.Resources.Devices[0].Access));
        Assert.Null(BundleWriter.Build(input with { Place = null }).Linux!.Namespaces![1].Path);
        Assert.Equal("cgroup", BundleWriter.Build(input with { CgroupVersion = 2 }).Linux!.Namespaces![^1].Type);
    }

    // Docker's default: private on version 2, the host's on version 1.
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Build_on_a_version_of_control_groups_gives_a_cgroup_namespace_or_not(int version, bool isPrivate)
    {
        var spec = BundleWriter.Build(TestWorkload.Bundle(_scratch) with { CgroupVersion = version });

        Assert.Equal(isPrivate, spec.Linux!.Namespaces!.Any(ns => ns is { Type: NamespaceTypes.Cgroup, Path: null }));
    }

    [Fact]
    public void Build_for_a_user_without_privileges_leaves_the_bounding_set_alone()
    {
        var capabilities = BundleWriter.Build(TestWorkload.Bundle(_scratch) with { User = new(new UserSpec { Uid = 1000 }, "/") }).Process!.Capabilities!;

        Assert.Equal(DefaultCapabilities.All, capabilities.Bounding);
        Assert.Null(capabilities.Effective);
        Assert.Null(capabilities.Permitted);
    }

    [Fact]
    public void Build_lets_users_without_capabilities_take_low_ports_unless_told_otherwise()
    {
        var asked = new Dictionary<string, string> { ["net.ipv4.ip_unprivileged_port_start"] = "1024" };
        Assert.Equal("0", DefaultSysctls.With(new Dictionary<string, string>())["net.ipv4.ip_unprivileged_port_start"]);
        Assert.Equal(["1024", "0 2147483647"], DefaultSysctls.With(asked).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value));
    }

    [Fact]
    public void Write_gives_the_domain_to_kernel_and_hosts()
    {
        var input = TestWorkload.Bundle(_scratch) with { Place = Place };
        input = input with { Spec = input.Spec with { Options = input.Spec.Options with { Domainname = "example.org" } } };
        Directory.CreateDirectory(input.Paths.Data);
        BundleWriter.Write(input);

        Assert.Equal("example.org", BundleWriter.Build(input).Linux!.Sysctl!["kernel.domainname"]);
        Assert.EndsWith("\n10.88.0.7\tbox.example.org box\n", File.ReadAllText(input.Paths.Hosts));
    }

    [Fact]
    public void Build_carries_out_the_options_of_the_host()
    {
        var spec = Build(new HostOptions
        {
            ReadonlyRootfs = true,
            SecurityOpt = ["seccomp=unconfined", "no-new-privileges"],
            Sysctls = new Dictionary<string, string> { ["net.core.somaxconn"] = "1024" },
            Ulimits = [new UlimitOption("nofile", 10, 20), new UlimitOption("core", -1, -1)],
        });

        Assert.True(spec.Root!.Readonly);
        Assert.Null(spec.Linux!.Seccomp);
        Assert.True(spec.Process!.NoNewPrivileges);
        Assert.Equal("1024", spec.Linux.Sysctl!["net.core.somaxconn"]);
        Assert.Equal("0", spec.Linux.Sysctl["net.ipv4.ip_unprivileged_port_start"]);
        Assert.Equal(["RLIMIT_NOFILE 10 20", $"RLIMIT_CORE {ulong.MaxValue} {ulong.MaxValue}"], spec.Process.Rlimits!.Select(limit => $"{limit.Type} {limit.Soft} {limit.Hard}"));
    }

    [Fact]
    public void Build_of_a_privileged_workload_hides_and_forbids_nothing()
    {
        var spec = Build(new HostOptions { Privileged = true, CapDrop = ["CHOWN"] });

        Assert.Null(spec.Linux!.Seccomp);
        Assert.Null(spec.Linux.MaskedPaths);
        Assert.Null(spec.Linux.ReadonlyPaths);
        Assert.Contains("CAP_SYS_ADMIN", spec.Process!.Capabilities!.Effective!);
        Assert.Contains("CAP_CHOWN", spec.Process.Capabilities.Bounding!);
        Assert.DoesNotContain("ro", spec.Mounts!.Where(mount => mount.Destination is "/sys" or "/sys/fs/cgroup").SelectMany(mount => mount.Options!));
        Assert.NotEmpty(spec.Linux.Devices!);
        Assert.Equal(["/proc/kcore"], Build(new HostOptions { Privileged = true, MaskedPaths = ["/proc/kcore"] }).Linux!.MaskedPaths);
    }

    [Fact]
    public void Build_under_an_init_runs_it_first()
    {
        var spec = BundleWriter.Build(TestWorkload.Bundle(_scratch, new HostOptions { OomScoreAdj = 7 }) with { InitProgram = "/usr/lib/whelk/docker-init" });

        Assert.Equal(["/sbin/docker-init", "--", "/bin/sh", "-c", "true"], spec.Process!.Args);
        Assert.Equal("/usr/lib/whelk/docker-init bind,ro", spec.Mounts!.Single(mount => mount.Destination == "/sbin/docker-init") is var mount ? $"{mount.Source} {string.Join(',', mount.Options!)}" : string.Empty);
        Assert.Equal(7, spec.Process.OomScoreAdj);
    }

    [Fact]
    public void Build_names_the_root_in_the_form_that_the_runtime_takes()
    {
        var input = TestWorkload.Bundle(_scratch);
        var image = input with { Runtime = TestWorkload.Directories with { Root = RootForm.Image }, RootImage = "/images/x.erofs" };

        Assert.Equal(input.Paths.Merged, BundleWriter.Build(input).Root!.Path);
        Assert.Null(BundleWriter.Build(input).Annotations);
        Assert.Equal("/images/x.erofs", BundleWriter.Build(image).Annotations![Annotations.RootErofs]);
        Assert.Equal("false", BundleWriter.Build(image).Annotations![Annotations.RootEphemeral]);
    }

    [Fact]
    public void Build_gives_the_default_filter_compiled_to_a_runtime_that_takes_it_so()
    {
        const string key = "run.oci.seccomp_bpf_data";
        var taking = TestWorkload.Directories with { SeccompAnnotation = key };
        var spec = BundleWriter.Build(TestWorkload.Bundle(_scratch) with { Runtime = taking });

        Assert.Equal(SeccompProgram.Compile(spec.Linux!.Seccomp!), Convert.FromBase64String(spec.Annotations![key]));
        var mighty = BundleWriter.Build(TestWorkload.Bundle(_scratch, new HostOptions { CapAdd = ["SYS_ADMIN"] }) with { Runtime = taking });
        Assert.Equal(SeccompProgram.Compile(mighty.Linux!.Seccomp!), Convert.FromBase64String(mighty.Annotations![key]));
        Assert.NotEqual(spec.Annotations[key], mighty.Annotations[key]);
        Assert.Null(BundleWriter.Build(TestWorkload.Bundle(_scratch, new HostOptions { SecurityOpt = ["seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\"}"] }) with { Runtime = taking }).Annotations);
        Assert.Null(BundleWriter.Build(TestWorkload.Bundle(_scratch, new HostOptions { SecurityOpt = ["seccomp=unconfined"] }) with { Runtime = taking }).Annotations);
    }

    [Fact]
    public void Write_makes_config_json_and_the_files_with_names()
    {
        var input = TestWorkload.Bundle(_scratch, new HostOptions { ExtraHosts = ["db:10.0.0.9", "six:::1", "me=host-gateway"] }) with { Place = Place };
        Directory.CreateDirectory(input.Paths.Data);
        BundleWriter.Write(input);
        using var config = File.OpenRead(Path.Combine(input.Paths.Bundle, "config.json"));
        var spec = JsonSerializer.Deserialize(config, OciJson.Default.RuntimeSpec)!;

        Assert.Equal("box", spec.Hostname);
        Assert.Equal("box\n", File.ReadAllText(input.Paths.Hostname));
        Assert.Equal("nameserver 10.88.0.1\noptions ndots:0\n", File.ReadAllText(input.Paths.ResolvConf));
        Assert.StartsWith("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n", File.ReadAllText(input.Paths.Hosts));
        Assert.EndsWith("ff02::2\tip6-allrouters\n10.0.0.9\tdb\n::1\tsix\n10.88.0.1\tme\n10.88.0.7\tbox\n", File.ReadAllText(input.Paths.Hosts));
    }

    [Fact]
    public void Write_of_dns_options_replaces_the_networks_server()
    {
        var input = TestWorkload.Bundle(_scratch, new HostOptions { Dns = ["1.1.1.1", "9.9.9.9"], DnsSearch = ["a.test", "b.test"], DnsOptions = ["timeout:1"] });
        Directory.CreateDirectory(input.Paths.Data);
        BundleWriter.Write(input with { Place = Place });

        Assert.Equal("nameserver 1.1.1.1\nnameserver 9.9.9.9\nsearch a.test b.test\noptions timeout:1 ndots:0\n", File.ReadAllText(input.Paths.ResolvConf));
    }

    private RuntimeSpec Build(HostOptions? host = null) => BundleWriter.Build(TestWorkload.Bundle(_scratch, host));
}
