namespace Whelk.Cli.Attach;

/// <summary>Why copying streams ended.</summary>
internal enum AttachEnd
{
    /// <summary>The daemon closed the stream: the process has ended, or nothing more comes from it.</summary>
    Ended,

    /// <summary>The person typed the detach keys; the process goes on.</summary>
    Detached,
}
