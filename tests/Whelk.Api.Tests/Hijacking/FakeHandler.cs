using System.IO.Pipelines;
using Whelk.Api.Hijacking;

namespace Whelk.Api.Tests.Hijacking;

/// <summary>Takes over POST /take and keeps what it was given.</summary>
internal sealed class FakeHandler : IHijackHandler
{
    internal HijackedRequest? Taken { get; private set; }

    internal string Rest { get; private set; } = string.Empty;

    public HijackRoute? Route(RequestHead head) => head is { Method: "POST", Target: "/take" } ? new HijackRoute(IsExec: false, "id") : null;

    public async Task HandleAsync(HijackedRequest request, IDuplexPipe transport)
    {
        Taken = request;
        Rest = await new StreamReader(transport.Input.AsStream(leaveOpen: true)).ReadToEndAsync();
        await transport.Output.WriteAsync("taken"u8.ToArray());
    }
}
