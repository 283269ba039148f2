using System.Globalization;
using Whelk.Errors;
using Whelk.Linux.Namespaces;

namespace Whelk.Engine.Users;

/// <summary>
/// The users and groups of the host that workloads get ranges of: those of the user "containers" in /etc/subuid and /etc/subgid, as for podman, as far as both files name
/// the same numbers; where neither names that user, those from 2147483648 on that neither gives to anybody. The files are read for each range. Safe for concurrent use.
/// </summary>
/// <param name="subuid">The path of /etc/subuid.</param>
/// <param name="subgid">The path of /etc/subgid.</param>
/// <param name="hash">Eight hexadecimal digits of the daemon's own: where its search begins, so that daemons side by side do not take the same ranges.</param>
internal sealed class IdPool(string subuid, string subgid, string hash)
{
    /// <summary>The highest id that is given out: those above 4294901760 mean "none" to somebody, or "unchanged".</summary>
    internal const uint Last = 0xFFFEFFFF;

    private const string Owner = "containers";
    private const uint Grid = 65536;
    private static readonly IdRange Default = new(0x80000000, Last - 0x80000000 + 1);
    private readonly Dictionary<string, IdRange> _taken = [];
    private readonly Lock _gate = new();

    /// <summary>Takes a range that no other workload has.</summary>
    /// <param name="workload">Whose it is to be, by its id.</param>
    /// <param name="size">How many ids.</param>
    /// <exception cref="WhelkException">Unavailable: none is free.</exception>
    internal IdRange Take(string workload, uint size)
    {
        lock (_gate)
        {
            var (pool, others) = Pool();
            var from = BeginningIn(pool);
            IReadOnlyList<IdRange> taken = [.. others.Concat(_taken.Values).OrderBy(range => range.Start)];
            var free = pool.Select(part => Free(part, size, taken, from)).OfType<IdRange>().Concat(pool.Select(part => Free(part, size, taken, 0)).OfType<IdRange>()).FirstOrDefault()
                ?? throw new WhelkException(ErrorCode.Unavailable, $"cannot find unused user IDs: no range of {size} is free in {Describe(pool)}");
            return _taken[workload] = free;
        }
    }

    /// <summary>Counts in the range of a workload that is there already.</summary>
    internal void Hold(string workload, IdRange range)
    {
        lock (_gate)
        {
            _taken[workload] = range;
        }
    }

    /// <summary>Gives back what a workload has, if it has one. Idempotent.</summary>
    internal void Release(string workload)
    {
        lock (_gate)
        {
            _taken.Remove(workload);
        }
    }

    private (IReadOnlyList<IdRange> Pool, IEnumerable<IdRange> Others) Pool()
    {
        var (users, groups) = (SubordinateIds.Read(subuid), SubordinateIds.Read(subgid));
        var all = users.Concat(groups).ToList();
        return all.Exists(line => line.Owner == Owner)
            ? ([.. users.Where(line => line.Owner == Owner).SelectMany(user => groups.Where(line => line.Owner == Owner).Select(group => Common(user.Ids, group.Ids))).OfType<IdRange>()], [])
            : ([Default], all.Select(line => line.Ids));
    }

    private static IdRange? Common(IdRange one, IdRange other) =>
        one.Overlaps(other) && Math.Max(one.Start, other.Start) is var start ? new IdRange(start, (uint)(Math.Min(one.End, other.End) - start)) : null;

    // A place on the grid of the largest part.
    private uint BeginningIn(IReadOnlyList<IdRange> pool) => pool.MaxBy(part => part.Size) is { Size: >= Grid } largest
        ? largest.Start + (uint.Parse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) % (largest.Size / Grid) * Grid)
        : 0;

    // The first gap that is wide enough, from an id on.
    private static IdRange? Free(IdRange part, uint size, IReadOnlyList<IdRange> taken, uint from)
    {
        ulong start = Math.Max(part.Start, from);
        foreach (var range in taken.Where(range => range.End > part.Start))
        {
            if (start + size <= range.Start)
            {
                break;
            }

            start = Math.Max(start, range.End);
        }

        return start + size <= part.End ? new IdRange((uint)start, size) : null;
    }

    private string Describe(IReadOnlyList<IdRange> pool) => pool is [var only] && only == Default
        ? $"{Default.Start}-{Default.End - 1}, and neither {subuid} nor {subgid} names ranges of the user \"{Owner}\""
        : $"the ranges of the user \"{Owner}\" that {subuid} and {subgid} have in common";
}
