using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Linux.Sockets;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Qemu;

/// <summary>A running QEMU: its process, its monitor socket and the agent's port. It dies with the thread that started it (PDEATHSIG).</summary>
internal sealed class QemuProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly ChildProcess _process;
    private readonly QmpClient _qmp;
    private readonly string _errorLog;

    private QemuProcess(ChildProcess process, QmpClient qmp, FrameConnection agent, string errorLog)
    {
        (_process, _qmp, Agent, _errorLog) = (process, qmp, agent, errorLog);
        Ended = process.WaitAsync();
    }

    /// <summary>Frames to and from the guest.</summary>
    internal FrameConnection Agent { get; }

    /// <summary>Completes when the process has ended.</summary>
    internal Task<ExitStatus> Ended { get; }

    internal int Pid => _process.Pid;

    /// <summary>Starts it from <paramref name="thread"/>, which must live as long as the VM.</summary>
    internal static QemuProcess Start(VmShape shape, GuestFiles files, string accelerator, NamespaceThread thread)
    {
        var (qmp, qmpPeer) = SocketPair.Create();
        var (agent, agentPeer) = SocketPair.Create();
        var errorLog = shape.ConsoleLog + ".qemu";
        using (qmpPeer)
        using (agentPeer)
        using (var errors = new FileStream(errorLog, FileMode.Create))
        {
            var process = thread.Run(() => ChildProcess.Start(new SpawnOptions
            {
                Path = files.Spawn,
                Arguments =
                [
                    "--pdeathsig", $"{SignalNumber.SIGKILL}", $"{Environment.ProcessId}", "--session", "--", files.Qemu,
                    .. QemuCommandLine.Of(shape, files, accelerator, TscRate.Kilohertz()),
                ],
                StandardError = errors.SafeFileHandle,
                StandardOutput = errors.SafeFileHandle,
                Descriptors = DescriptorsOf(shape, qmpPeer, agentPeer),
            }));
            return new QemuProcess(process, new QmpClient(SocketOf(qmp)), new FrameConnection(SocketOf(agent)), errorLog);
        }
    }

    internal Task PauseAsync(CancellationToken cancellationToken) => _qmp.ExecuteAsync("stop", cancellationToken);

    internal Task ResumeAsync(CancellationToken cancellationToken) => _qmp.ExecuteAsync("cont", cancellationToken);

    /// <summary>What QEMU said before it ended on its own.</summary>
    internal string LastWords()
    {
        var text = File.Exists(_errorLog) ? File.ReadAllText(_errorLog).Trim() : string.Empty;
        return text.Length == 0 ? "QEMU ended without a word" : text;
    }

    /// <summary>Ends the VM: the guest syncs and powers off, else QEMU quits, else it is killed. Idempotent.</summary>
    internal async Task StopAsync()
    {
        Agent.Post(Whelk.Guest.Protocol.FrameType.Shutdown, 0);
        if (!await EndsWithinAsync(Grace))
        {
            using var bound = new CancellationTokenSource(Grace);
            try
            {
                await _qmp.ExecuteAsync("quit", bound.Token);
            }
            catch (Exception exception) when (exception is WhelkException or OperationCanceledException)
            {
                // It is killed next.
            }
        }

        if (!await EndsWithinAsync(Grace))
        {
            Kill();
            await Ended;
        }
    }

    internal void Kill() => _process.Signal(SignalNumber.SIGKILL);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Ended;
        await Agent.DisposeAsync();
        _qmp.Dispose();
        _process.Dispose();
    }

    private async Task<bool> EndsWithinAsync(TimeSpan time) => await Task.WhenAny(Ended, Task.Delay(time)) == Ended;

    private static Dictionary<int, SafeHandle> DescriptorsOf(VmShape shape, SafeHandle qmp, SafeHandle agent)
    {
        var descriptors = new Dictionary<int, SafeHandle> { [QemuCommandLine.QmpFd] = qmp, [QemuCommandLine.AgentFd] = agent };
        var next = QemuCommandLine.FirstTapFd;
        foreach (var card in shape.Devices.OfType<Device.NetworkCard>())
        {
            descriptors[next++] = card.Tap;
        }

        return descriptors;
    }

    private static Socket SocketOf(SafeFileHandle handle)
    {
        using (handle)
        {
            var owned = Descriptor.Duplicate(handle);
            var number = owned.DangerousGetHandle();
            owned.SetHandleAsInvalid();
            return new Socket(new SafeSocketHandle(number, ownsHandle: true));
        }
    }
}
