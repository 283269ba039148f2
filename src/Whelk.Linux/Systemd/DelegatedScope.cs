using System.Globalization;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;

namespace Whelk.Linux.Systemd;

/// <summary>
/// A scope unit whose control group systemd leaves to us (Delegate=yes): below it groups are made and removed, and it is nobody else's. It is there for as long as a process is in it, at any
/// depth, and vanishes by itself then. While this object is held a process is in it that ends with this process, however that ends. Version 2 alone. https://systemd.io/CGROUP_DELEGATION.
/// </summary>
public sealed class DelegatedScope : IAsyncDisposable
{
    /// <summary>The group in it for processes that are no workload's: with groups below it, the scope's own may have none.</summary>
    public const string Supervisor = "supervisor";

    // One of that name may just be stopping: then it is waited for.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private const int Attempts = 200;

    private readonly HoldingProcess _holder;
    private readonly string _directory;

    private DelegatedScope(HoldingProcess holder, string mountPoint, string group) => (_holder, _directory, Group) = (holder, mountPoint + group, group);

    /// <summary>Its control group, as "/a/b".</summary>
    public string Group { get; }

    /// <summary>Whether it is still there, and not about to go: somebody may have stopped it.</summary>
    public bool IsThere
    {
        get
        {
            try
            {
                return CgroupHierarchy.ReadWords(SupervisorProcesses).Contains(_holder.Pid.ToString(CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // It went at this moment.
                return false;
            }
        }
    }

    private string SupervisorProcesses => Path.Combine(_directory, Supervisor, "cgroup.procs");

    /// <summary>Makes it, or enters the one of this name that is there.</summary>
    /// <exception cref="WhelkException">Unavailable: in systemd's words.</exception>
    public static async Task<DelegatedScope> HoldAsync(ScopeOptions options, CancellationToken cancellationToken)
    {
        var mountPoint = CgroupHierarchy.Mounted().FirstOrDefault(hierarchy => hierarchy.IsUnified)?.MountPoint
            ?? throw new WhelkException(ErrorCode.Unavailable, "control groups of version 2 are not mounted");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await MakeAsync(options, mountPoint, cancellationToken);
            }
            catch (WhelkException) when (attempt < Attempts)
            {
                var known = await SystemdHost.ShowAsync(options.Name, ["LoadState", "ActiveState", "ControlGroup"], cancellationToken);
                if (known.GetValueOrDefault("ActiveState") == "active" && await TryEnterAsync(options, mountPoint, known["ControlGroup"], cancellationToken) is { } found)
                {
                    return found;
                }

                // It may have gone before it was asked for; whoever is refused twice is not refused for that.
                if (attempt > 1 && known.GetValueOrDefault("LoadState") != "loaded")
                {
                    throw;
                }

                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>Moves a process into its group for those that are no workload's.</summary>
    /// <returns>False where the process or the scope is gone.</returns>
    public bool TrySupervise(int pid) => IsThere && TryMove(pid);

    /// <summary>Lets go of it; it stays for as long as others are in it.</summary>
    public ValueTask DisposeAsync() => _holder.DisposeAsync();

    private static async Task<DelegatedScope> MakeAsync(ScopeOptions options, string mountPoint, CancellationToken cancellationToken)
    {
        var holder = await HoldingProcess.StartAsync($"get the scope {options.Name} of systemd", [SystemdHost.Program("systemd-run"), .. Command(options)], cancellationToken);
        return await TryTakeAsync(holder, mountPoint, GroupOf(holder.Pid), options)
            ?? throw new WhelkException(ErrorCode.Unavailable, $"systemd gave no group for the scope {options.Name}");
    }

    private static string? GroupOf(int pid) => CgroupHierarchy.UnifiedGroup(File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cgroup"));

    // Of systemd-run(1). Without DefaultTasksMax, which is a part of what the host may have.
    internal static IReadOnlyList<string> Command(ScopeOptions options) =>
    [
        "--scope", "--collect", "--quiet", $"--unit={options.Name}", $"--slice={options.Slice}", $"--description={options.Description}",
        "--property=Delegate=yes", "--property=TasksMax=infinity", string.Create(CultureInfo.InvariantCulture, $"--property=TimeoutStopSec={options.StopTimeout.TotalSeconds}"), "--",
    ];

    private static async Task<DelegatedScope?> TryEnterAsync(ScopeOptions options, string mountPoint, string group, CancellationToken cancellationToken) =>
        await TryTakeAsync(await HoldingProcess.StartAsync($"enter the scope {options.Name}", [], cancellationToken), mountPoint, group, options);

    // The holder leaves the scope's own group before controllers are enabled for those below it.
    private static async Task<DelegatedScope?> TryTakeAsync(HoldingProcess holder, string mountPoint, string? group, ScopeOptions options)
    {
        if (group is not null && group.EndsWith($"/{options.Name}", StringComparison.Ordinal))
        {
            var scope = new DelegatedScope(holder, mountPoint, group);
            if (scope.TryMakeSupervisor() && scope.TryMove(holder.Pid))
            {
                Cgroup.Delegate(scope._directory);
                return scope;
            }
        }

        await holder.DisposeAsync();
        return null;
    }

    private bool TryMove(int pid)
    {
        try
        {
            File.WriteAllText(SupervisorProcesses, pid.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool TryMakeSupervisor()
    {
        try
        {
            Cgroup.TryMake(_directory, Supervisor);
            return true;
        }
        catch (SyscallException)
        {
            // The scope has just vanished.
            return false;
        }
    }
}
