using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Runtimes;

/// <summary>The runtimes of this host, each tried once for real when the daemon starts.</summary>
public sealed class RuntimeCatalog
{
    private const string BeingTried = "it is being tried; ask again in some seconds";

    private readonly EngineOptions _options;
    private readonly EnginePaths _paths;
    private readonly Lock _gate = new();
    private readonly IReadOnlyDictionary<string, TaskCompletionSource> _tried;
    private volatile IReadOnlyList<RuntimeRecord> _known;

    internal RuntimeCatalog(EngineOptions options, EnginePaths paths)
    {
        _options = options;
        _paths = paths;
        _tried = KnownRuntimes.On(options).ToDictionary(runtime => runtime.Name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _known = [.. KnownRuntimes.On(options).Select(runtime => runtime with { Refusal = BeingTried })];
    }

    /// <summary>All that Whelk knows, also those that are not used here, with the reason.</summary>
    public IReadOnlyList<RuntimeRecord> All => _known;

    /// <summary>Those that work here, the preferred one of each isolation first.</summary>
    public IEnumerable<RuntimeRecord> Usable => _known.Where(runtime => runtime.Refusal is null);

    /// <summary>The runtime of this name.</summary>
    /// <exception cref="WhelkException">Unsupported: it does not work here (any more).</exception>
    public RuntimeRecord Get(string name)
    {
        var runtime = _known.FirstOrDefault(known => known.Name == name)
            ?? throw new WhelkException(ErrorCode.InvalidArgument, $"unknown or invalid runtime name: {name}");
        return runtime.Refusal is null or BeingTried ? runtime : throw Refused(runtime);
    }

    /// <summary>The runtime for what a create request says; waits for a runtime that is still being tried.</summary>
    /// <exception cref="WhelkException">A bad word, a runtime that does not give the isolation, or none that works here.</exception>
    public async Task<RuntimeRecord> ResolveAsync(string? isolation, string? runtime, string defaultIsolation, CancellationToken cancellationToken)
    {
        var wanted = WorkloadIsolation.Parse(isolation, defaultIsolation);
        foreach (var candidate in All.Where(known => string.IsNullOrEmpty(runtime) ? known.Isolation == wanted : known.Name == runtime))
        {
            await _tried[candidate.Name].Task.WaitAsync(cancellationToken);
            if (Usable.Any(known => known.Name == candidate.Name))
            {
                break;
            }
        }

        return Resolve(isolation, runtime, wanted);
    }

    /// <summary>Completes when every runtime has been tried.</summary>
    public Task TriedAsync(CancellationToken cancellationToken) => Task.WhenAll(_tried.Values.Select(tried => tried.Task)).WaitAsync(cancellationToken);

    private RuntimeRecord Resolve(string? isolation, string? runtime, string wanted)
    {
        var asked = !string.IsNullOrEmpty(isolation) && isolation != "default";
        if (!string.IsNullOrEmpty(runtime))
        {
            var named = Get(runtime);
            return asked && named.Isolation != wanted
                ? throw new WhelkException(ErrorCode.InvalidArgument, $"conflicting options: runtime {named.Name} gives isolation {named.Isolation}, not {wanted}")
                : named;
        }

        return Usable.FirstOrDefault(known => known.Isolation == wanted) ?? throw Refused(_known.First(known => known.Isolation == wanted));
    }

    /// <summary>Tries them all at once. A check of a runtime's own may boot a machine, so the daemon does not wait for it.</summary>
    /// <param name="cgroupParent">The control group to try in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task ProbeAsync(string cgroupParent, CancellationToken cancellationToken) =>
        Task.WhenAll(All.Select(runtime => ProbeAsync(runtime, cgroupParent, cancellationToken)));

    private async Task ProbeAsync(RuntimeRecord runtime, string cgroupParent, CancellationToken cancellationToken)
    {
        var probe = new RuntimeProbe(_options, _paths, cgroupParent);
        var tried = await probe.TryAsync(runtime with { Refusal = null }, cancellationToken);
        lock (_gate)
        {
            _known = [.. _known.Select(known => known.Name == tried.Name ? tried : known)];
        }

        _tried[runtime.Name].TrySetResult();
    }

    private static WhelkException Refused(RuntimeRecord runtime) =>
        new(ErrorCode.Unsupported, $"isolation {runtime.Isolation} is not available on this host: {runtime.Name}: {runtime.Refusal}");
}
