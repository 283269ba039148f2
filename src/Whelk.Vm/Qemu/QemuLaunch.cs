using System.Runtime.InteropServices;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Vm.Qemu;

/// <summary>How a QEMU is started, and on what its life hangs.</summary>
internal static class QemuLaunch
{
    /// <summary>As a child that dies with <paramref name="thread"/> (PDEATHSIG).</summary>
    /// <param name="shape">What it is made of.</param>
    /// <param name="files">Its programs and files.</param>
    /// <param name="accelerator">Which executes the guest.</param>
    /// <param name="ends">Its side; stays the caller's.</param>
    /// <param name="thread">Lives as long as the VM.</param>
    internal static ChildProcess AsChild(VmShape shape, GuestFiles files, string accelerator, QemuEnds ends, NamespaceThread thread) =>
        Start(shape, files, accelerator, ends, [], ["--pdeathsig", $"{SignalNumber.SIGKILL}", $"{Environment.ProcessId}", "--session"], thread);

    /// <summary>Below a process that ends it when the other end of a socket is closed, whoever has it then.</summary>
    /// <returns>That process, which ends with QEMU.</returns>
    /// <param name="shape">What it is made of.</param>
    /// <param name="files">Its programs and files.</param>
    /// <param name="accelerator">Which executes the guest.</param>
    /// <param name="ends">Its side; stays the caller's.</param>
    /// <param name="life">The socket; stays the caller's.</param>
    /// <param name="waiting">Its second machine protocol, for whoever has it until it is given away; stays the caller's.</param>
    /// <param name="thread">In whose namespaces it is.</param>
    internal static ChildProcess Tied(VmShape shape, GuestFiles files, string accelerator, QemuEnds ends, SafeHandle life, SafeHandle waiting, NamespaceThread thread) => Start(
        shape with { IsWaiting = true },
        files,
        accelerator,
        ends,
        [(QemuCommandLine.LifeFd, life), (QemuCommandLine.WaitingQmpFd, waiting)],
        ["--while", $"{QemuCommandLine.LifeFd}", "--session"],
        thread);

    private static ChildProcess Start(
        VmShape shape,
        GuestFiles files,
        string accelerator,
        QemuEnds ends,
        IEnumerable<(int Number, SafeHandle Descriptor)> further,
        IEnumerable<string> life,
        NamespaceThread thread)
    {
        using var descriptors = QemuDescriptors.Of(shape, files);
        descriptors.ByNumber[QemuCommandLine.QmpFd] = ends.Qmp;
        descriptors.ByNumber[QemuCommandLine.AgentFd] = ends.Agent;
        descriptors.ByNumber[QemuCommandLine.ConsoleFd] = ends.Console;
        foreach (var (number, descriptor) in further)
        {
            descriptors.ByNumber[number] = descriptor;
        }

        return thread.Run(() => ChildProcess.Start(new SpawnOptions
        {
            Path = files.Spawn,
            Arguments = [.. life, .. QemuUser.Arguments(shape, accelerator), "--", files.Qemu, .. QemuCommandLine.Of(shape, accelerator, TscRate.Kilohertz())],
            StandardError = ends.Words,
            StandardOutput = ends.Words,
            Descriptors = descriptors.ByNumber,
        }));
    }
}
