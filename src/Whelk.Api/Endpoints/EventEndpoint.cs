using Whelk.Api.Http;
using Whelk.Api.Wire;
using Whelk.Engine;
using Whelk.Engine.Events;

namespace Whelk.Api.Endpoints;

/// <summary>GET /events: what happens, a JSON object per line, until the client goes or the time of <c>until</c> has come.</summary>
internal static class EventEndpoint
{
    private const long NanosecondsPerTick = 100;

    internal static async Task SendAsync(WhelkEngine engine, ApiCall call)
    {
        var filters = new EventFilters(call.Query.Filters(EventFilters.Known));
        var since = QueryTime.Of(call.Query["since"]);
        var until = QueryTime.Of(call.Query["until"]);
        var now = engine.Clock.GetUtcNow();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Gone);
        using var timer = until is { } end && end > now
            ? engine.Clock.CreateTimer(_ => over.Cancel(), null, end - now, Timeout.InfiniteTimeSpan)
            : null;
        var body = await call.StreamAsync("application/json");
        try
        {
            await foreach (var happened in engine.Events.ReadAsync(since, Past(until, now) ? new CancellationToken(canceled: true) : over.Token))
            {
                if ((until is null || happened.At <= until) && filters.Let(happened))
                {
                    await JsonLine.WriteAsync(body, MessageOf(happened), ApiJson.Default.EventMessage, over.Token);
                }
            }
        }
        catch (OperationCanceledException) when (!call.Gone.IsCancellationRequested)
        {
            // The time of until has come.
        }
    }

    private static bool Past(DateTimeOffset? until, DateTimeOffset now) => until is not null && until <= now;

    private static bool IsOld(string type) => type is EngineEvent.Container or EngineEvent.Image;

    private static EventMessage MessageOf(EngineEvent happened)
    {
        var nanoseconds = (happened.At - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;
        return new EventMessage
        {
            Status = IsOld(happened.Type) ? happened.Action : null,
            Id = IsOld(happened.Type) && happened.Id.Length > 0 ? happened.Id : null,
            From = happened.Attributes.GetValueOrDefault("image"),
            Type = happened.Type,
            Action = happened.Action,
            Actor = new EventActor(happened.Id, happened.Attributes),
            Time = happened.At.ToUnixTimeSeconds(),
            TimeNano = nanoseconds,
        };
    }
}
