using Whelk.Errors;

namespace Whelk.Engine.Networks;

/// <summary>Who is joining which network: none of them goes meanwhile, and nobody joins one that is going.</summary>
internal sealed class NetworkUses
{
    private readonly Lock _gate = new();
    private readonly List<string> _joined = [];
    private readonly HashSet<string> _going = [];

    /// <summary>Keeps networks from being removed until what is answered is disposed.</summary>
    /// <exception cref="WhelkException">NotFound, in Docker's words: one of them is being removed.</exception>
    internal IDisposable Join(IReadOnlyCollection<string> networks)
    {
        lock (_gate)
        {
            if (networks.FirstOrDefault(_going.Contains) is { } going)
            {
                throw new WhelkException(ErrorCode.NotFound, $"network {going} not found");
            }

            _joined.AddRange(networks);
        }

        return new Use(() =>
        {
            lock (_gate)
            {
                foreach (var network in networks)
                {
                    _joined.Remove(network);
                }
            }
        });
    }

    /// <summary>Keeps others from joining a network until what is answered is disposed; null while somebody is joining it.</summary>
    internal IDisposable? TryRemove(string network)
    {
        lock (_gate)
        {
            if (_joined.Contains(network) || !_going.Add(network))
            {
                return null;
            }
        }

        return new Use(() =>
        {
            lock (_gate)
            {
                _going.Remove(network);
            }
        });
    }

    private sealed class Use(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
