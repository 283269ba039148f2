using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Runtimes;

/// <summary>The runtimes of this host, each tried once for real when the daemon starts.</summary>
public sealed class RuntimeCatalog
{
    private readonly EngineOptions _options;
    private readonly EnginePaths _paths;
    private IReadOnlyList<RuntimeRecord> _known;

    internal RuntimeCatalog(EngineOptions options, EnginePaths paths)
    {
        _options = options;
        _paths = paths;
        _known = KnownRuntimes.On(options);
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
        return runtime.Refusal is null ? runtime : throw Refused(runtime);
    }

    /// <summary>The runtime for what a create request says.</summary>
    /// <exception cref="WhelkException">A bad word, a runtime that does not give the isolation, or none that works here.</exception>
    public RuntimeRecord Resolve(string? isolation, string? runtime, string defaultIsolation)
    {
        var asked = !string.IsNullOrEmpty(isolation) && isolation != "default";
        var wanted = WorkloadIsolation.Parse(isolation, defaultIsolation);
        if (!string.IsNullOrEmpty(runtime))
        {
            var named = Get(runtime);
            return asked && named.Isolation != wanted
                ? throw new WhelkException(ErrorCode.InvalidArgument, $"conflicting options: runtime {named.Name} gives isolation {named.Isolation}, not {wanted}")
                : named;
        }

        return Usable.FirstOrDefault(known => known.Isolation == wanted) ?? throw Refused(_known.First(known => known.Isolation == wanted));
    }

    internal async Task ProbeAsync(CancellationToken cancellationToken) =>
        _known = await Task.WhenAll(_known.Select(runtime => RuntimeProbe.TryAsync(runtime, _options, _paths, cancellationToken)));

    private static WhelkException Refused(RuntimeRecord runtime) =>
        new(ErrorCode.Unsupported, $"isolation {runtime.Isolation} is not available on this host: {runtime.Name}: {runtime.Refusal}");
}
