using CsCheck;
using Xunit;

namespace Whelk.Guest.Protocol.Tests;

public sealed class CreditTests
{
    [Fact]
    public void Spend_and_grant_keep_the_window_between_nothing_and_the_first_credit() => Gen.Int[-300_000, 300_000].List[1, 50].Sample(steps =>
    {
        var window = new CreditWindow();
        var spent = 0L;
        foreach (var step in steps)
        {
            var allowed = step >= 0 ? spent + step <= FrameLimits.InitialCredit : -step <= spent;
            try
            {
                if (step >= 0)
                {
                    window.Spend(step);
                }
                else
                {
                    window.Grant((uint)-step);
                }

                Assert.True(allowed);
                spent += step;
            }
            catch (ProtocolException)
            {
                Assert.False(allowed);
            }

            Assert.Equal(spent, window.Spent);
            Assert.Equal(Math.Min(FrameLimits.Data, FrameLimits.InitialCredit - spent), window.Available);
        }
    });

    [Theory]
    [InlineData(0u)]
    [InlineData(11u)]
    [InlineData(uint.MaxValue)]
    public void Grant_of_what_was_never_sent_is_refused(uint count)
    {
        var window = new CreditWindow();
        window.Spend(10);
        Assert.Throws<ProtocolException>(() => window.Grant(count));
    }

    [Fact]
    public void Return_pays_all_back_in_few_frames() => Gen.Int[1, 40_000].List[1, 100].Sample(reads =>
    {
        var owed = new CreditReturn();
        var window = new CreditWindow();
        var frames = 0;
        foreach (var count in reads)
        {
            Assert.True(window.Spent + count <= FrameLimits.InitialCredit, "the sender would be stuck");
            window.Spend(count);
            if (owed.Add(count) is > 0 and var credit)
            {
                window.Grant(credit);
                frames++;
            }
        }

        Assert.True(frames <= reads.Sum() / (FrameLimits.InitialCredit / 4));
        Assert.Equal(window.Spent, owed.Take());
        Assert.Equal(0u, owed.Take());
    });

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 3, 0, 1, 0, 0 })]
    [InlineData(new byte[] { 3, 0, 1, 0, 0, 0, 9 })]
    public void Decode_of_another_length_is_refused(byte[] payload) => Assert.Throws<ProtocolException>(() => CreditWindow.Decode(payload));

    [Fact]
    public void Encode_comes_back() => Assert.Equal((FrameType.Err, 77u), CreditWindow.Decode(CreditWindow.Encode(FrameType.Err, 77)));
}
