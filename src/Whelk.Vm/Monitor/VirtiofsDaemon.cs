using System.Net.Sockets;
using System.Runtime.InteropServices;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Linux.Sockets;
using Whelk.Vm.Qemu;
using Whelk.Vm.Relay;
using Whelk.Vm.Store;

namespace Whelk.Vm.Monitor;

/// <summary>A VM's virtiofsd, which serves its staging folder, sandboxed, and ends with its monitor.</summary>
internal sealed class VirtiofsDaemon : IAsyncDisposable
{
    private const int SocketFd = 3;
    private const string SocketName = "virtiofs.sock";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly ChildProcess _process;
    private readonly Socket _connection;
    private readonly OutputTail _output;

    private VirtiofsDaemon(ChildProcess process, Socket connection, OutputTail output) => (_process, _connection, _output) = (process, connection, output);

    /// <summary>The connection that QEMU takes over.</summary>
    internal SafeHandle Connection => _connection.SafeHandle;

    /// <summary>What it said last; empty where all is well.</summary>
    internal string LastWords => _output.Text();

    /// <summary>Starts it on a socket that listens already, so that nobody has to wait for it.</summary>
    /// <param name="folder">Where its socket is.</param>
    /// <param name="spawn">The program that ties its life to this process.</param>
    /// <param name="thread">Sees the staging folder's binds, and lives as long as the VM.</param>
    internal static VirtiofsDaemon Start(VmFolder folder, string spawn, NamespaceThread thread)
    {
        var program = GuestFiles.FindVirtiofsd()
            ?? throw new WhelkException(ErrorCode.Unavailable, "sharing folders with a virtual machine needs virtiofsd, which is missing: install the package virtiofsd (in Debian 12: qemu-system-common)");
        using var directory = Descriptor.Open(folder.DirectoryPath);

        // By a descriptor of the folder: the path itself may be longer than a socket's may be.
        var endpoint = new UnixDomainSocketEndPoint($"/proc/self/fd/{directory.DangerousGetHandle()}/{SocketName}");
        File.Delete(Path.Combine(folder.DirectoryPath, SocketName));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(endpoint);
        listener.Listen(1);
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        connection.Connect(endpoint);
        var (said, peer) = SocketPair.Create();
        using (peer)
        {
            var process = thread.Run(() => ChildProcess.Start(new SpawnOptions
            {
                Path = spawn,
                Arguments =
                [
                    "--pdeathsig", $"{SignalNumber.SIGKILL}", $"{Environment.ProcessId}", "--session", "--", program,
                    $"--fd={SocketFd}", "--rlimit-nofile=0", "-o", $"source={StagingFolder.PathIn(folder)},cache=auto,xattr,sandbox=namespace,announce_submounts",
                ],
                StandardOutput = peer,
                StandardError = peer,
                Descriptors = new Dictionary<int, SafeHandle> { [SocketFd] = listener.SafeHandle },
            }));
            return new VirtiofsDaemon(process, connection, new OutputTail(said));
        }
    }

    /// <summary>Ends it. With QEMU gone it ends by itself, and its helper with it; else it is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        var ended = _process.WaitAsync();
        if (await Task.WhenAny(ended, Task.Delay(Grace)) != ended)
        {
            _process.Signal(SignalNumber.SIGKILL);
            await ended;
        }

        _process.Dispose();
        _output.Dispose();
    }
}
