using Whelk.Linux.Processes;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Processes;

[Collection(WholeProcessCollection.Name)]
public sealed class RestingMemoryTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly RestingMemory _memory;
    private int _released;

    public RestingMemoryTests() => _memory = new RestingMemory(_clock, () => _released++);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Memory_is_released_once_after_a_rest()
    {
        _clock.Advance(RestingMemory.Delay);
        _clock.Advance(RestingMemory.Delay);
        Assert.Equal(1, _released);
    }

    [Fact]
    public void Request_begins_the_rest_anew()
    {
        _clock.Advance(RestingMemory.Delay - Moment);
        _memory.Served();
        _clock.Advance(RestingMemory.Delay - Moment);
        Assert.Equal(0, _released);
        _clock.Advance(Moment);
        Assert.Equal(1, _released);
    }

    [Fact]
    public void Release_returns_what_is_no_longer_used()
    {
        var before = Fill();
        RestingMemory.Release();
        Assert.InRange(GC.GetGCMemoryInfo().TotalCommittedBytes, 1, before - (40 << 20));
    }

    // In a method of its own, so that nothing here still holds it.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static long Fill()
    {
        var filled = Enumerable.Range(0, 64).Select(_ => new byte[1 << 20]).ToList();
        GC.Collect();
        GC.KeepAlive(filled);
        return GC.GetGCMemoryInfo().TotalCommittedBytes;
    }
}
