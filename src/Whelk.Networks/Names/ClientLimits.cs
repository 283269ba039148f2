using System.Net;

namespace Whelk.Networks.Names;

/// <summary>How much may be under way at once, in all and for one client, so that no workload can take it all from the others. Safe for use by several threads.</summary>
internal sealed class ClientLimits(int total, int perClient)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _busy = [];
    private int _all;

    /// <returns>False where a limit is reached; true must be followed by <see cref="Leave"/>.</returns>
    internal bool TryEnter(IPAddress client)
    {
        lock (_gate)
        {
            var own = _busy.GetValueOrDefault(client);
            if (_all >= total || own >= perClient)
            {
                return false;
            }

            _busy[client] = own + 1;
            _all++;
            return true;
        }
    }

    internal void Leave(IPAddress client)
    {
        lock (_gate)
        {
            _all--;
            if (--_busy[client] == 0)
            {
                _busy.Remove(client);
            }
        }
    }
}
