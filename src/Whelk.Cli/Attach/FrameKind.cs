namespace Whelk.Cli.Attach;

/// <summary>The first byte of a frame.</summary>
internal enum FrameKind
{
    Input = 0,
    Output = 1,
    Error = 2,
    DaemonError = 3,
}
