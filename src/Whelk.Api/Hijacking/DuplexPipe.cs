using System.IO.Pipelines;

namespace Whelk.Api.Hijacking;

/// <summary>Two pipes as one transport.</summary>
internal sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;
}
