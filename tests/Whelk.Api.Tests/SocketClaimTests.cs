using System.Net.Sockets;
using Whelk.Errors;
using Whelk.Testing;
using Xunit;

namespace Whelk.Api.Tests;

public sealed class SocketClaimTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    private string Path => _scratch["whelk.sock"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Claim_of_a_free_path_changes_nothing()
    {
        await TakeAsync(Path);
        await TakeAsync(_scratch["not/yet/whelk.sock"]);

        Assert.Empty(Directory.GetFileSystemEntries(_scratch));
    }

    [Fact]
    public async Task Claim_removes_a_socket_that_nobody_owns_any_more()
    {
        using (Listen(_scratch["elsewhere"]))
        {
            // Closed under another name, it stays as a killed daemon's does.
            File.Move(_scratch["elsewhere"], Path);
        }

        Assert.True(File.Exists(Path));
        await TakeAsync(Path);

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task Claim_of_a_socket_at_which_somebody_answers_is_a_conflict()
    {
        using var other = Listen(Path);
        var error = await Assert.ThrowsAsync<WhelkException>(() => TakeAsync(Path));

        Assert.Equal((ErrorCode.Conflict, $"listen unix {Path}: bind: address already in use: is another daemon running?"), (error.Code, error.Message));
        Assert.True(File.Exists(Path));
    }

    [Fact]
    public async Task Claim_of_a_socket_whose_last_holder_is_about_to_go_waits_for_that()
    {
        Task taking;
        using (Listen(_scratch["elsewhere"]))
        {
            File.Move(_scratch["elsewhere"], Path);
            taking = TakeAsync(Path);
            Assert.False(taking.IsCompleted);
        }

        await taking;

        Assert.False(File.Exists(Path));
    }

    [Theory]
    [InlineData("a file")]
    [InlineData("an empty file")]
    [InlineData("a folder")]
    [InlineData("a link to nothing")]
    [InlineData("a link to a file")]
    public async Task Claim_of_a_path_that_something_else_has_is_a_conflict_and_spares_it(string what)
    {
        _ = what switch
        {
            "a file" => _scratch.File("whelk.sock", "precious"),
            "an empty file" => _scratch.File("whelk.sock", string.Empty),
            "a folder" => _scratch.Folder("whelk.sock"),
            "a link to nothing" => _scratch.Link("whelk.sock", "gone"),
            _ => _scratch.Link("whelk.sock", _scratch.File("target", string.Empty)),
        };
        var error = await Assert.ThrowsAsync<WhelkException>(() => TakeAsync(Path));

        Assert.Equal((ErrorCode.Conflict, $"cannot listen on unix://{Path}: the path is taken by something that is no socket"), (error.Code, error.Message));
        Assert.Contains(Path, Directory.GetFileSystemEntries(_scratch));
    }

    [Fact]
    public async Task Claim_of_a_path_that_no_socket_can_have_is_refused() =>
        Assert.Equal(ErrorCode.InvalidArgument, (await Assert.ThrowsAsync<WhelkException>(() => TakeAsync(_scratch[new string('x', 100)]))).Code);

    private static Task TakeAsync(string path) => SocketClaim.TakeAsync(path, CancellationToken.None);

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        return socket;
    }
}
