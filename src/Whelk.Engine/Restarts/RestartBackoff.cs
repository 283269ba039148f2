namespace Whelk.Engine.Restarts;

/// <summary>How long to wait before the next start: twice as long each time, from the beginning after a run that lasted (moby, restartmanager).</summary>
internal sealed class RestartBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10);

    private TimeSpan _delay;

    /// <summary>How often it was started again since somebody started it by hand.</summary>
    internal int Count { get; private set; }

    /// <param name="ran">How long the run was that has just ended.</param>
    internal TimeSpan Next(TimeSpan ran)
    {
        _delay = ran >= Lasting || _delay == TimeSpan.Zero ? First : _delay * 2 > Longest ? Longest : _delay * 2;
        Count++;
        return _delay;
    }

    /// <summary>Somebody started it by hand.</summary>
    internal void Reset() => (_delay, Count) = (TimeSpan.Zero, 0);
}
