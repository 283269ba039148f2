using Whelk.Errors;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>kill</c>: a signal for the workload's first process; in its namespace SIGKILL takes all others along. With --all also for the exec'd ones.</summary>
internal static class KillCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, [], ["all", "a"]);
        var folder = VmFolder.Existing(options.Root, arguments.Word(0, "the container's id"));
        var name = arguments.Words.Count > 1 ? arguments.Words[1] : "SIGTERM";
        if (!SignalNumber.TryParse(name, out var signal))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"unknown signal \"{name}\"");
        }

        var record = folder.ReadRecord();
        if (VmStatus.Of(folder, record) == RuntimeStatus.Stopped)
        {
            throw new WhelkException(ErrorCode.InvalidState, "container not running");
        }

        await SendAsync(folder, record, arguments.Flag("all") || arguments.Flag("a") ? ControlFrame.KillAll : ControlFrame.Kill, signal);
        return 0;
    }

    private static async Task SendAsync(VmFolder folder, VmRecord? record, string operation, int signal)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            var (code, message) = await ControlFrame.AskAsync(folder, operation, signal, bound.Token);
            if (code != 0)
            {
                throw new WhelkException(ErrorCode.InvalidState, message);
            }
        }
        catch (OperationCanceledException) when (signal == SignalNumber.SIGKILL && record is not null)
        {
            // A monitor that does not answer (its guest is stuck in start): it goes, and takes QEMU along.
            CurrentProcess.Kill(record.MonitorPid, signal);
        }
    }
}
