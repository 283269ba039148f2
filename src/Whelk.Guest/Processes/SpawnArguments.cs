using Whelk.Guest.Protocol;

namespace Whelk.Guest.Processes;

/// <summary>The command line of spawn for a process (src/native/spawn.c describes it).</summary>
internal static class SpawnArguments
{
    private const uint CLONE_NEWNS = 0x00020000;
    private const uint CLONE_NEWCGROUP = 0x02000000;
    private const uint CLONE_NEWPID = 0x20000000;

    // Network, host name and IPC are the guest's own, with the sysctls that were set there: there is one workload in it.
    private const uint Namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWPID;

    internal static List<string> Of(GuestProcess process, int joinedPid, ResolvedUser user, int statusFd)
    {
        var arguments = new List<string> { "--status", $"{statusFd}", "--session", "--cgroup", WorkloadGroup.ProcessesFile, WorkloadGroup.AgentsFile, "--cwd", process.Cwd };
        if (process.Root is { } root)
        {
            AddRoot(arguments, root);
        }
        else
        {
            arguments.AddRange(["--enter", $"{joinedPid}", $"{Namespaces:x}"]);
        }

        arguments.AddRange(["--user", $"{user.Uid}", $"{user.Gid}", string.Join(',', user.Groups)]);
        AddRest(arguments, process);
        arguments.Add("--");
        arguments.AddRange(process.Args);
        return arguments;
    }

    private static void AddRoot(List<string> arguments, GuestRoot root)
    {
        arguments.AddRange(["--unshare", $"{Namespaces:x}", "--root", root.Path, "--devices"]);
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
