namespace Whelk.Advice.Doctor;

/// <summary>How a check went.</summary>
public enum CheckStatus
{
    /// <summary>All is there.</summary>
    Ok,

    /// <summary>Whelk works, but something less well, or not at all, for want of it.</summary>
    Warn,

    /// <summary>What Whelk is for does not work here.</summary>
    Fail,
}
