using Whelk.Errors;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>kill</c>: a signal for the workload's first process; in its namespace SIGKILL takes all others along. With --all also for the exec'd ones.</summary>
internal static class KillCommand
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, [], ["all", "a"]);
        var folder = VmFolder.Existing(options.Root, arguments.Word(0, "the container's id"));
        var name = arguments.Words.Count > 1 ? arguments.Words[1] : "SIGTERM";
        if (!SignalNumber.TryParse(name, out var signal))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"unknown signal \"{name}\"");
        }

        if (VmStatus.Of(folder, folder.ReadRecord()) == RuntimeStatus.Stopped)
        {
            throw new WhelkException(ErrorCode.InvalidState, "container not running");
        }

        await SendAsync(folder, arguments.Flag("all") || arguments.Flag("a") ? ControlFrame.KillAll : ControlFrame.Kill, signal);
        return 0;
    }

    private static async Task SendAsync(VmFolder folder, string operation, int signal)
    {
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            var (code, message) = await ControlFrame.AskAsync(folder, operation, signal, bound.Token);
            if (code != 0)
            {
                throw new WhelkException(ErrorCode.InvalidState, message);
            }
        }
        catch (OperationCanceledException) when (signal == SignalNumber.SIGKILL && folder.ReadRecord() is { } record)
        {
            // A monitor that does not answer goes, and takes QEMU along.
            await MonitorEnd.ForceAsync(record);
        }
        catch (OperationCanceledException exception)
        {
            throw new WhelkException(ErrorCode.Timeout, $"the monitor of {folder.Id} did not answer within {Bound.TotalSeconds} s", exception);
        }
    }
}
