using Whelk.Guest.Protocol;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Templates;

/// <summary>Those who ask what there is, and who wait until machines can start as clones, or on one that waits.</summary>
internal sealed partial class TemplateKeeper
{
    // What was there may have been taken by another when it is looked for.
    private const int MostLooks = 5;

    /// <summary>What there is at this moment.</summary>
    internal KeeperState State()
    {
        lock (_gate)
        {
            var now = _host.Time.GetUtcNow();
            return new KeeperState(_host.PoolSize, [.. _places.Values.OrderBy(place => place.Shape.MemoryMiB).ThenBy(place => place.Shape.Processors).Select(place => place.StateAt(now))]);
        }
    }

    private Task TellAsync(FrameConnection connection)
    {
        connection.Post(KeeperFrame.Told, 0, State().Encode());
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(FrameConnection connection, TemplateRequest request)
    {
        if (await ReadyAsync(request) is { } reason)
        {
            connection.Post(KeeperFrame.Refused, 0, new PayloadWriter().String(reason).Written);
        }
        else
        {
            connection.Post(KeeperFrame.Ready, 0);
        }
    }

    /// <summary>Completes when there is what was asked for, made at once where it is missing; with the reason where there will be none.</summary>
    internal async Task<string?> ReadyAsync(TemplateRequest request)
    {
        var reason = string.Empty;
        for (var look = 0; look < MostLooks; look++)
        {
            var (template, missing) = Find(request);
            template?.Dispose();
            if ((reason = template is null ? missing : request.TakesWarm ? HurryWarm(request.Key) : null) is null)
            {
                return null;
            }

            await MadeAsync(request.Key);
        }

        return reason;
    }

    /// <returns>Null where one waits; else why none does, which may change.</returns>
    private string? HurryWarm(string key)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(key, out var place))
            {
                return "its template has just gone";
            }

            if (!EndIfOld(place) && place.Warm.Waiting > 0)
            {
                return null;
            }

            place.Warm.Hurry();
        }

        Fill(key, TimeSpan.Zero);
        return _host.PoolSize == 0 ? "no machine is kept waiting: WHELK_VM_POOL is 0" : "no machine waits, and none could be made";
    }
}
