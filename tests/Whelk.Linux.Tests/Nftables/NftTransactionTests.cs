using Whelk.Errors;
using Whelk.Linux.Native;
using Whelk.Linux.Netlink;
using Whelk.Linux.Nftables;
using Whelk.Linux.Tests.Netlink;
using Xunit;

#pragma warning disable VSTHRD002 // The thread inside the namespace is the test's own.

namespace Whelk.Linux.Tests.Nftables;

public sealed class NftTransactionTests
{
    private const string Table = "table ip whelk-test { map ports { type inet_service : ipv4_addr; }\n}";
    private static readonly byte[] Port80 = [0, 80];
    private static readonly byte[] Port81 = [0, 81];
    private static readonly byte[] Address = [10, 0, 0, 2];

    [Fact]
    public void Message_frames_its_elements_and_pads_key_and_value()
    {
        var transaction = new NftTransaction("t").Add("m", Port80, Address);
        var bytes = Convert.ToHexString(transaction.Seal(1));

        Assert.Equal("14000000" + "1000" + "0100" + "01000000" + "00000000" + "0000000A", bytes[..40]);
        Assert.Equal(
            "44000000" + "0C0A" + "0504" + "02000000" + "00000000" + "02000000"
            + "0600" + "0100" + "74000000" + "0600" + "0200" + "6D000000"
            + "2000" + "0380" + "1C00" + "0180"
            + "0C00" + "0180" + "0600" + "0100" + "00500000"
            + "0C00" + "0280" + "0800" + "0100" + "0A000002",
            bytes[40..]);
    }

    [Fact]
    public Task Elements_are_added_and_removed_in_the_kernel() => InTableAsync(socket =>
    {
        new NftTransaction("whelk-test").Add("ports", Port80, Address).Add("ports", Port81, Address).Commit(socket);
        Assert.Contains("80 : 10.0.0.2, 81 : 10.0.0.2", Listed());

        new NftTransaction("whelk-test").Add("ports", Port81, Address).Remove("ports", Port80).Commit(socket);
        Assert.DoesNotContain("80 :", Listed());
    });

    [Fact]
    public Task Transaction_that_fails_changes_nothing() => InTableAsync(socket =>
    {
        var transaction = new NftTransaction("whelk-test").Add("ports", Port80, Address).Remove("ports", Port81);

        Assert.Equal(Errno.ENOENT, Assert.Throws<SyscallException>(() => transaction.Commit(socket)).Errno);
        Assert.DoesNotContain("elements", Listed());
    });

    [Fact]
    public Task Another_value_for_a_key_is_refused() => InTableAsync(socket =>
    {
        new NftTransaction("whelk-test").Add("ports", Port80, Address).Commit(socket);
        var other = new NftTransaction("whelk-test").Add("ports", Port80, [10, 0, 0, 3]);

        Assert.Equal(Errno.EEXIST, Assert.Throws<SyscallException>(() => other.Commit(socket)).Errno);
    });

    [Fact]
    public Task Script_that_nft_refuses_throws_its_words_and_changes_nothing() => InTableAsync(_ =>
    {
        var error = Assert.Throws<WhelkException>(() => Nft.LoadAsync("table ip other { }\nnonsense", CancellationToken.None).GetAwaiter().GetResult());

        Assert.Equal(ErrorCode.Internal, error.Code);
        Assert.Contains("syntax error", error.Message);
        Assert.Null(List("table ip other"));
    });

    private static Task InTableAsync(Action<NetlinkSocket> test) => ScratchNetwork.RunAsync(_ =>
    {
        Nft.LoadAsync(Table, CancellationToken.None).GetAwaiter().GetResult();
        using var socket = NetlinkSocket.Open(NetlinkProtocol.NETLINK_NETFILTER);
        test(socket);
    });

    private static string Listed() => List("map ip whelk-test ports")!;

    // nft starts before the first await, so in this thread's namespace.
    private static string? List(string subject) => Nft.TryListAsync(subject, CancellationToken.None).GetAwaiter().GetResult();
}
