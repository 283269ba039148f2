using System.Text;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Files;
using Whelk.Linux.Waiting;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Pods;
using Whelk.Vm.Qemu;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary>The internal command that <c>create</c> starts: the monitor's process.</summary>
internal static class MonitorCommand
{
    internal const string Name = "monitor";
    internal const int ReadyFd = 3;
    internal const string ReadyWord = "ready";

    /// <summary>So much is heard of the word, or of what is said in its place, in bytes.</summary>
    internal const int WordLimit = 64 * 1024;

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, ["console-socket"], []);
        using var ready = Descriptor.Inherited(ReadyFd);
        try
        {
            await using var monitor = await StartAsync(options, arguments);
            BlockingIo.Write(ready, Encoding.UTF8.GetBytes(ReadyWord));
            ready.Dispose();
            return await monitor.RunAsync();
        }
#pragma warning disable CA1031 // Whatever it is, create tells it: nobody else hears this process.
        catch (Exception exception) when (!ready.IsClosed)
#pragma warning restore CA1031
        {
            BlockingIo.Write(ready, Encoding.UTF8.GetBytes(exception.Message));
            return 1;
        }
    }

    private static async Task<WorkloadMonitor> StartAsync(GlobalOptions options, Arguments arguments)
    {
        var folder = VmFolder.Existing(options.Root, arguments.Word(0, "the container's id"));
        var record = folder.ReadRecord() ?? throw new WhelkException(ErrorCode.InvalidState, $"{folder.Id}: create has not come this far");

        var group = Cgroup.Of(record.Cgroups, record.CgroupsMade);
        var monitor = new MonitorOptions
        {
            Root = options.Root, Folder = folder, Group = group, Config = folder.ReadConfig(), Bundle = record.Bundle, ConsoleSocket = arguments.Value("console-socket"),
        };
        if (record.Sandbox is { } sandbox)
        {
            group.Join(Environment.ProcessId);
            return await MemberMonitor.StartAsync(monitor, sandbox);
        }

        // What is found out about the host is found out beside the group, whose limits are this workload's alone.
        var accelerator = await Accelerator.ChooseAsync(options.Root, CancellationToken.None);

        // Whatever is started from here on is born in the group.
        group.Join(Environment.ProcessId);
        return await MonitorProcess.StartAsync(monitor, accelerator.Accelerator);
    }
}
