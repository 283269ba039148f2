namespace Whelk.Advice.Compare;

/// <summary>The first sign of a command that a client sees: to it a start is timed.</summary>
internal enum StartEvent
{
    /// <summary>It wrote something.</summary>
    Output,

    /// <summary>It ended without having written.</summary>
    End,

    /// <summary>It ran and gave no sign: the runtime had started it.</summary>
    Running,
}
