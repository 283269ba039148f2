using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Sockets;

namespace Whelk.Vm.Qemu;

/// <summary>One side of what a QEMU is talked to through: four stream sockets.</summary>
/// <param name="Qmp">Its machine protocol.</param>
/// <param name="Agent">The port of the guest's agent.</param>
/// <param name="Console">The guest's serial console.</param>
/// <param name="Words">What it says on its standard output and error.</param>
internal sealed record QemuEnds(SafeFileHandle Qmp, SafeFileHandle Agent, SafeFileHandle Console, SafeFileHandle Words) : IDisposable
{
    /// <summary>Both sides; the caller disposes them.</summary>
    internal static (QemuEnds Ours, QemuEnds Theirs) Create()
    {
        var (qmp, qmpPeer) = SocketPair.Create();
        var (agent, agentPeer) = SocketPair.Create();
        var (console, consolePeer) = SocketPair.Create();
        var (words, wordsPeer) = SocketPair.Create();
        return (new QemuEnds(qmp, agent, console, words), new QemuEnds(qmpPeer, agentPeer, consolePeer, wordsPeer));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Qmp.Dispose();
        Agent.Dispose();
        Console.Dispose();
        Words.Dispose();
    }
}
