using System.Net.Sockets;
using System.Text;
using Whelk.Linux.Systemd;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Systemd;

public sealed class ServiceNotificationTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Manager_is_told_each_state_in_a_datagram()
    {
        using var manager = Listening(_folder["notify"]);
        var service = ServiceNotification.To(_folder["notify"]);
        service.Ready();
        service.Stopping();

        Assert.Equal(("READY=1", "STOPPING=1"), (Received(manager), Received(manager)));
    }

    [Fact]
    public void Manager_may_listen_at_an_abstract_name()
    {
        var name = $"whelk-test-{Guid.NewGuid():N}";
        using var manager = Listening($"\0{name}");
        ServiceNotification.To($"@{name}").Ready();

        Assert.Equal("READY=1", Received(manager));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("vsock:2:1")]
    [InlineData("/nowhere/notify")]
    public void Nobody_is_told_where_there_is_no_manager(string? socket) => ServiceNotification.To(socket).Ready();

    [Fact]
    public void What_is_started_later_does_not_speak_for_the_service()
    {
        const string Variable = "NOTIFY_SOCKET";
        Environment.SetEnvironmentVariable(Variable, "/nowhere/notify");
        ServiceNotification.Take().Ready();

        Assert.Null(Environment.GetEnvironmentVariable(Variable));
    }

    private static Socket Listening(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Received(Socket socket)
    {
        var buffer = new byte[64];
        return Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
    }
}
