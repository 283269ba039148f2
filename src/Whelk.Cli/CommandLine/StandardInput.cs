using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;

namespace Whelk.Cli.CommandLine;

/// <summary>
/// Descriptor 0, read as bytes. Console.OpenStandardInput would read a terminal by lines and with an echo of its own. Opened on the
/// first read, since a command that never reads must also work with descriptor 0 closed.
/// </summary>
internal sealed class StandardInput : ReadStream
{
    private Stream? _stream;

    public override int Read(Span<byte> buffer)
    {
        _stream ??= new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        return _stream.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream?.Dispose();
        }

        base.Dispose(disposing);
    }
}
