using Whelk.Engine.Starting;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Systemd;

namespace Whelk.Engine.Cgroups;

/// <summary>
/// Where the control groups of workloads are: where systemd manages a host of version 2, in a scope that it has delegated, together with what else outlives the daemon; else in a group of the
/// daemon's own below the root. Safe for concurrent use.
/// </summary>
public sealed class WorkloadGroups : IAsyncDisposable
{
    private const string Systemd = "systemd";
    private const string DirectWrites = "cgroupfs";

    private readonly EnginePaths _paths;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, DelegatedScope> _scopes = [];
    private readonly List<int> _waiting = [];

    private WorkloadGroups(EnginePaths paths)
    {
        _paths = paths;
        Parent = GroupNames.BelowRoot(paths.Hash);
    }

    /// <summary>Who makes the group that workloads lie in, in Docker's words: systemd or cgroupfs.</summary>
    public string Driver { get; private set; } = DirectWrites;

    /// <summary>Why it is not systemd though systemd manages this host; else null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The group of workloads that ask for no other, as "/a/b".</summary>
    public string Parent { get; private set; }

    /// <summary>Finds out which it is, and has the scope made where it is one. Where systemd refuses, workloads run nevertheless, and the reason is kept.</summary>
    internal static async Task<WorkloadGroups> OpenAsync(EnginePaths paths, CancellationToken cancellationToken)
    {
        var groups = new WorkloadGroups(paths);
        if (SystemdHost.IsRunning && CgroupHost.Version == 2)
        {
            try
            {
                groups.Parent = (await groups.HoldAsync(GroupNames.DefaultSlice, cancellationToken)).Group;
                groups.Driver = Systemd;
            }
            catch (WhelkException exception)
            {
                groups.Fault = $"workloads are in control groups that systemd has not delegated: {exception.Message}";
            }
        }

        return groups;
    }

    /// <summary>The group of a run that an earlier daemon has started, which may have had another place for it.</summary>
    internal static string Of(RunRecord record, WorkloadSpec spec, EnginePaths paths) =>
        record.Cgroup ?? $"{(GroupNames.Asked(spec.Options.Host.CgroupParent) ?? GroupNames.BelowRoot(paths.Hash))}/{spec.Id}";

    /// <summary>Refuses what cannot be a parent, in Docker's words: beside systemd it is a slice.</summary>
    internal void Check(string? asked)
    {
        if (GroupNames.WhyNot(asked, isSystemds: Driver == Systemd) is { } reason)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, reason);
        }
    }

    /// <summary>The group above that of a workload that is about to start. A scope that is gone is made again.</summary>
    /// <param name="asked">What the workload asks for: a slice beside systemd, else a path; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WhelkException">Unavailable: systemd refuses.</exception>
    internal async ValueTask<string> ParentForAsync(string? asked, CancellationToken cancellationToken) => (Driver, GroupNames.Asked(asked)) switch
    {
        (Systemd, null) => (await HoldAsync(GroupNames.DefaultSlice, cancellationToken)).Group,
        (Systemd, _) when ScopeOptions.IsSlice(asked!) => (await HoldAsync(asked!, cancellationToken)).Group,
        (_, { } path) => path,
        _ => Parent,
    };

    /// <summary>Has a process that outlives the daemon lie where workloads do, so that it is no part of the daemon's service. Never fails: at the latest the next daemon tries again.</summary>
    internal void Supervise(int pid)
    {
        if (Driver != Systemd)
        {
            return;
        }

        lock (_waiting)
        {
            if (!_scopes[GroupNames.DefaultSlice].TrySupervise(pid))
            {
                _waiting.Add(pid);
            }
        }
    }

    /// <summary>Ends what is left in them, where no workload runs.</summary>
    internal async Task RemoveAsync()
    {
        foreach (var scope in _scopes.Values)
        {
            await ScopeGroups.ClearAsync(scope.Group);
        }

        await Cgroup.Existing(GroupNames.BelowRoot(_paths.Hash)).RemoveAsync(CancellationToken.None);
    }

    /// <summary>Lets go of the scopes: those that nobody is in vanish.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var scope in _scopes.Values)
        {
            await scope.DisposeAsync();
        }

        _gate.Dispose();
    }

    private async ValueTask<DelegatedScope> HoldAsync(string slice, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return Known(slice) is { IsThere: true } there ? there : await MakeAsync(slice, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<DelegatedScope> MakeAsync(string slice, CancellationToken cancellationToken)
    {
        var made = await DelegatedScope.HoldAsync(GroupNames.ScopeIn(slice, _paths), cancellationToken);
        var before = Known(slice);
        lock (_waiting)
        {
            _scopes[slice] = made;
            if (slice == GroupNames.DefaultSlice)
            {
                _waiting.ForEach(pid => made.TrySupervise(pid));
                _waiting.Clear();
            }
        }

        await (before?.DisposeAsync() ?? ValueTask.CompletedTask);
        return made;
    }

    private DelegatedScope? Known(string slice)
    {
        lock (_waiting)
        {
            return _scopes.GetValueOrDefault(slice);
        }
    }
}
