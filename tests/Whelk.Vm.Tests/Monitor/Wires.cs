using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Sockets;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Tests.Monitor;

/// <summary>A session with a guest, and a proxy's connection, each with its other end.</summary>
internal sealed class Wires : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FrameConnection _agent;
    private readonly Socket _guest;

    internal Wires()
    {
        (var agent, _guest) = Pair();
        (_agent, Guest) = (new FrameConnection(agent), new FrameConnection(_guest));
        var (monitor, proxy) = Pair();
        (Monitor, Proxy) = (new FrameConnection(monitor), new FrameConnection(proxy));
        Session = new AgentSession(_agent, () => _broken.TrySetResult());
        Over = Session.RunAsync();
    }

    internal FrameConnection Guest { get; }

    internal FrameConnection Monitor { get; }

    internal FrameConnection Proxy { get; }

    internal AgentSession Session { get; }

    /// <summary>The guest has broken the protocol.</summary>
    internal Task Broken => _broken.Task;

    /// <summary>The session has told everybody of its end.</summary>
    internal Task Over { get; }

    internal static (Socket Near, Socket Far) Pair()
    {
        var (near, far) = SocketPair.Create();
        return (SocketOf(near), SocketOf(far));
    }

    internal async Task LoseGuestAsync()
    {
        await Guest.DisposeAsync();
        await Over.WaitAsync(Bound);
    }

    /// <summary>The guest says these bytes, behind everything that was posted for it, and is gone.</summary>
    internal async Task BabbleAsync(byte[] bytes)
    {
        await Guest.FinishAsync();
        for (var sent = 0; sent < bytes.Length && !Over.IsCompleted;)
        {
            sent += await _guest.SendAsync(bytes.AsMemory(sent));
        }

        await LoseGuestAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Guest.DisposeAsync();
        await _agent.DisposeAsync();
        await Monitor.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    private static Socket SocketOf(SafeFileHandle handle)
    {
        var number = handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();
        return new Socket(new SafeSocketHandle(number, ownsHandle: true));
    }
}
