using System.IO.Pipelines;

namespace Whelk.Api.Hijacking;

/// <summary>Says which requests take their connection over, and serves them.</summary>
internal interface IHijackHandler
{
    /// <summary>The route of a request that takes its connection over; null for all others.</summary>
    public HijackRoute? Route(RequestHead head);

    /// <summary>Answers the request and carries the streams until one side ends; never throws for what a client does.</summary>
    public Task HandleAsync(HijackedRequest request, IDuplexPipe transport);
}
