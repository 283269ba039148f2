using System.Collections.Concurrent;
using Whelk.Errors;

namespace Whelk.Engine.Workloads;

/// <summary>All workloads of this daemon, by id, name and the start of an id.</summary>
public sealed class WorkloadTable
{
    private readonly ConcurrentDictionary<string, Workload> _byId = new();
    private readonly Dictionary<string, string> _names = [];
    private readonly Lock _gate = new();

    /// <summary>A snapshot, newest first.</summary>
    public IReadOnlyList<Workload> All => [.. _byId.Values.OrderByDescending(workload => workload.Spec.CreatedAt)];

    /// <summary>The workload of this id, name, or unambiguous start of an id.</summary>
    /// <exception cref="WhelkException">NotFound, or InvalidArgument for an ambiguous start, in Docker's words.</exception>
    public Workload Find(string wanted) => TryFind(wanted) ?? throw new WhelkException(ErrorCode.NotFound, $"No such container: {wanted}");

    /// <summary>The same, null for none.</summary>
    /// <exception cref="WhelkException">InvalidArgument for an ambiguous start.</exception>
    public Workload? TryFind(string wanted)
    {
        if (_byId.TryGetValue(wanted, out var exact))
        {
            return exact;
        }

        lock (_gate)
        {
            if (_names.TryGetValue(wanted.TrimStart('/'), out var id) && _byId.TryGetValue(id, out var named))
            {
                return named;
            }
        }

        var matches = wanted.Length == 0 ? [] : _byId.Values.Where(workload => workload.Spec.Id.StartsWith(wanted, StringComparison.Ordinal)).Take(2).ToList();
        return matches.Count switch
        {
            1 => matches[0],
            0 => null,
            _ => throw new WhelkException(ErrorCode.InvalidArgument, $"multiple IDs found with provided prefix: {wanted}"),
        };
    }

    /// <summary>Takes a name for an id.</summary>
    /// <exception cref="WhelkException">Conflict in Docker's words.</exception>
    internal void Reserve(string name, string id)
    {
        lock (_gate)
        {
            if (!_names.TryAdd(name, id))
            {
                throw new WhelkException(
                    ErrorCode.Conflict,
                    $"Conflict. The container name \"/{name}\" is already in use by container \"{_names[name]}\". You have to remove (or rename) that container to be able to reuse that name.");
            }
        }
    }

    internal bool IsTaken(string name)
    {
        lock (_gate)
        {
            return _names.ContainsKey(name);
        }
    }

    /// <summary>The ids of all, also of those that are being created.</summary>
    internal IReadOnlyList<string> Ids()
    {
        lock (_gate)
        {
            return [.. _names.Values];
        }
    }

    internal void Release(string name)
    {
        lock (_gate)
        {
            _names.Remove(name);
        }
    }

    internal void Add(Workload workload) => _byId[workload.Spec.Id] = workload;

    internal void Remove(Workload workload)
    {
        _byId.TryRemove(workload.Spec.Id, out _);
        Release(workload.Spec.Name);
    }
}
