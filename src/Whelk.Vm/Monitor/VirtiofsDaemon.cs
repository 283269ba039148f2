using System.Net.Sockets;
using System.Runtime.InteropServices;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Vm.Qemu;
using Whelk.Vm.Store;

namespace Whelk.Vm.Monitor;

/// <summary>A virtiofsd for one folder, sandboxed, that ends with its monitor.</summary>
internal sealed class VirtiofsDaemon : IDisposable
{
    private const int SocketFd = 3;

    private readonly ChildProcess _process;

    private VirtiofsDaemon(ChildProcess process, string socketPath) => (_process, SocketPath) = (process, socketPath);

    /// <summary>Where QEMU finds it.</summary>
    internal string SocketPath { get; }

    /// <summary>Starts it on a socket that listens already, so that nobody has to wait for it.</summary>
    internal static VirtiofsDaemon Start(VmFolder folder, FolderShare share, string spawn, NamespaceThread thread)
    {
        var program = GuestFiles.FindVirtiofsd()
            ?? throw new WhelkException(ErrorCode.Unavailable, $"sharing {share.HostPath} with a virtual machine needs virtiofsd, which is missing: install the package virtiofsd");
        using var directory = Descriptor.Open(folder.DirectoryPath);
        var name = $"share{share.Slot}.sock";
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint($"/proc/self/fd/{directory.DangerousGetHandle()}/{name}"));
        socket.Listen(1);
        using var log = new FileStream(Path.Combine(folder.DirectoryPath, $"share{share.Slot}.log"), FileMode.Create);
        var process = thread.Run(() => ChildProcess.Start(new SpawnOptions
        {
            Path = spawn,
            Arguments =
            [
                "--pdeathsig", $"{SignalNumber.SIGKILL}", $"{Environment.ProcessId}", "--session", "--", program,
                $"--fd={SocketFd}", "--rlimit-nofile=0", "-o", $"source={share.HostPath},cache=auto,xattr,sandbox=namespace,announce_submounts",
            ],
            StandardOutput = log.SafeFileHandle,
            StandardError = log.SafeFileHandle,
            Descriptors = new Dictionary<int, SafeHandle> { [SocketFd] = socket.SafeHandle },
        }));
        return new VirtiofsDaemon(process, Path.Combine(folder.DirectoryPath, name));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Signal(SignalNumber.SIGKILL);
        _process.Dispose();
    }
}
