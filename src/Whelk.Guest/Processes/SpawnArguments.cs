using Whelk.Guest.Protocol;

namespace Whelk.Guest.Processes;

/// <summary>The command line of spawn for a process (src/native/spawn.c describes it).</summary>
internal static class SpawnArguments
{
    private const uint CLONE_NEWNS = 0x00020000;
    private const uint CLONE_NEWCGROUP = 0x02000000;
    private const uint CLONE_NEWUTS = 0x04000000;
    private const uint CLONE_NEWIPC = 0x08000000;
    private const uint CLONE_NEWPID = 0x20000000;

    // The network is the guest's own, with the sysctls that were set there; so are host name and IPC, unless a workload is to have its own.
    private const uint Own = CLONE_NEWNS | CLONE_NEWCGROUP;
    private const uint Joined = Own | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC;

    internal static List<string> Of(GuestProcess process, Workload workload, int joinedPid, ResolvedUser user, int statusFd)
    {
        var arguments = new List<string> { "--status", $"{statusFd}", "--session", "--cgroup", workload.Group.ProcessesFile, WorkloadGroup.AgentsFile, "--cwd", process.Cwd };
        if (process.Root is { } root)
        {
            AddNamespaces(arguments, root, joinedPid);
            AddRoot(arguments, root);
        }
        else
        {
            arguments.AddRange(["--enter", $"{joinedPid}", $"{Joined:x}"]);
        }

        arguments.AddRange(["--user", $"{user.Uid}", $"{user.Gid}", string.Join(',', user.Groups)]);
        AddRest(arguments, process);
        arguments.Add("--");
        arguments.AddRange(process.Args);
        return arguments;
    }

    private static void AddNamespaces(List<string> arguments, GuestRoot root, int joinedPid)
    {
        if (joinedPid != 0)
        {
            arguments.AddRange(["--enter", $"{joinedPid}", $"{CLONE_NEWPID:x}"]);
        }

        var own = Own | (joinedPid == 0 ? CLONE_NEWPID : 0) | (root.HasOwnHostname ? CLONE_NEWUTS : 0) | (root.HasOwnIpc ? CLONE_NEWIPC : 0);
        arguments.AddRange(["--unshare", $"{own:x}"]);
        if (root is { HasOwnHostname: true, Hostname.Length: > 0 })
        {
            arguments.AddRange(["--hostname", root.Hostname]);
        }
    }

    private static void AddRoot(List<string> arguments, GuestRoot root)
    {
        arguments.AddRange(["--root", root.Path, "--devices"]);
        foreach (var mount in root.Mounts)
        {
            arguments.AddRange(["--mount", mount.Source, mount.Target, mount.Type, $"{mount.Flags:x}", mount.Data]);
        }

        arguments.AddRange(root.MaskedPaths.SelectMany(path => new[] { "--mask", path }));
        arguments.AddRange(root.ReadOnlyPaths.SelectMany(path => new[] { "--readonly", path }));
        if (root.ReadOnly)
        {
            arguments.Add("--readonly-root");
        }
    }

    private static void AddRest(List<string> arguments, GuestProcess process)
    {
        if (process.Terminal is { } terminal)
        {
            arguments.AddRange(["--tty", $"{terminal.Rows}", $"{terminal.Columns}"]);
        }

        if (process.Capabilities is { } c)
        {
            arguments.AddRange(["--caps", $"{c.Bounding:x}", $"{c.Effective:x}", $"{c.Inheritable:x}", $"{c.Permitted:x}", $"{c.Ambient:x}"]);
        }

        arguments.AddRange(process.Limits.SelectMany(limit => new[] { "--rlimit", $"{limit.Resource}", $"{limit.Soft}", $"{limit.Hard}" }));
        if (process.Umask >= 0)
        {
            arguments.AddRange(["--umask", Convert.ToString(process.Umask, 8)]);
        }

        if (process.OomScoreAdjust is { } adjust)
        {
            arguments.AddRange(["--oom-score-adj", $"{adjust}"]);
        }

        if (process.NoNewPrivileges)
        {
            arguments.Add("--no-new-privs");
        }
    }
}
