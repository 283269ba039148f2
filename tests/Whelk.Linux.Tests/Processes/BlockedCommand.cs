using Whelk.Linux.Files;
using Whelk.Linux.Processes;

namespace Whelk.Linux.Tests.Processes;

/// <summary>A command that waits for its input until this is disposed, and ends then.</summary>
internal sealed class BlockedCommand : IDisposable
{
    private readonly Pipe _pipe = Pipe.Create();

    internal SpawnOptions Options => new() { Path = "/bin/cat", Arguments = [], StandardInput = _pipe.Read };

    public void Dispose() => _pipe.Dispose();
}
