namespace Whelk.Guest.Protocol;

/// <summary>
/// Collects what a receiver has passed on until it is worth a CREDIT frame: a quarter of the window. So frames back are few, also for a
/// sender that sends bytes one by one and never reads. Not synchronised.
/// </summary>
public sealed class CreditReturn
{
    private const uint Worth = FrameLimits.InitialCredit / 4;

    private uint _owed;

    /// <summary>Takes note of bytes that were passed on.</summary>
    /// <returns>The credit to send now; 0: none yet.</returns>
    public uint Add(int count)
    {
        _owed += (uint)count;
        return _owed < Worth ? 0 : Take();
    }

    /// <summary>All that is owed, and nothing is any more.</summary>
    public uint Take()
    {
        var owed = _owed;
        _owed = 0;
        return owed;
    }
}
