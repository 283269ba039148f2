using System.CommandLine;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Run;

/// <summary>The options of `run` and `create` for namespaces and control groups.</summary>
internal sealed class NamespaceFlags
{
    private readonly Option<string?> _pid = Flags.Text("--pid", "Processes to see: host or container:NAME");
    private readonly Option<string?> _ipc = Flags.Text("--ipc", "Shared memory: private, none, shareable, host or container:NAME");
    private readonly Option<string?> _uts = Flags.Text("--uts", "Host name: host for the host's own");
    private readonly Option<string?> _userns = Flags.Text("--userns", "Users: host, or auto[:size=N] for a range of the host's ids of its own");
    private readonly Option<string?> _cgroupns = Flags.Text("--cgroupns", "Control groups to see: private or host");
    private readonly Option<string?> _cgroupParent = Flags.Text("--cgroup-parent", "Control group above the workload's");

    public IEnumerable<Option> All => [_pid, _ipc, _uts, _userns, _cgroupns, _cgroupParent];

    /// <summary>What was given, put into the request.</summary>
    public HostConfig Read(ParseResult parse, HostConfig host) => host with
    {
        PidMode = parse.GetValue(_pid),
        IpcMode = parse.GetValue(_ipc),
        UTSMode = parse.GetValue(_uts),
        UsernsMode = parse.GetValue(_userns),
        CgroupnsMode = parse.GetValue(_cgroupns),
        CgroupParent = parse.GetValue(_cgroupParent),
    };
}
