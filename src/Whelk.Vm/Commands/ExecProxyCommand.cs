using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Waiting;
using Whelk.Oci;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary>The internal command behind <c>exec --detach</c>: it outlives exec and is re-parented to exec's caller.</summary>
internal static class ExecProxyCommand
{
    internal const string Name = "exec-proxy";
    private const int SpecFd = 4;

    /// <summary>Starts it with this process's standard streams; with a terminal of its own it holds none of them.</summary>
    internal static ChildProcess Start(GlobalOptions options, string id, string? consoleSocket, SafeFileHandle spec, SafeFileHandle ready)
    {
        using var input = new SafeFileHandle(0, ownsHandle: false);
        using var output = new SafeFileHandle(1, ownsHandle: false);
        using var error = new SafeFileHandle(2, ownsHandle: false);
        return ChildProcess.Start(new SpawnOptions
        {
            Path = Environment.ProcessPath!,
            Arguments = ["--root", options.Root, Name, id, .. consoleSocket is null ? [] : new[] { "--console-socket", Path.GetFullPath(consoleSocket) }],
            StandardInput = consoleSocket is null ? input : null,
            StandardOutput = consoleSocket is null ? output : null,
            StandardError = consoleSocket is null ? error : null,
            Descriptors = new Dictionary<int, SafeHandle> { [MonitorCommand.ReadyFd] = ready, [SpecFd] = spec },
            NewSession = true,
        });
    }

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, ["console-socket"], []);
        using var ready = Descriptor.Inherited(MonitorCommand.ReadyFd);
        try
        {
            var folder = VmFolder.Existing(options.Root, arguments.Word(0, "the container's id"));
            await using var spec = new FileStream(Descriptor.Inherited(SpecFd), FileAccess.Read, 0);
            var process = await JsonSerializer.DeserializeAsync(spec, OciJson.Default.ProcessSpec);
            return await ExecProxy.RunAsync(folder, process!, arguments.Value("console-socket"), () =>
            {
                BlockingIo.Write(ready, Encoding.UTF8.GetBytes(MonitorCommand.ReadyWord));
                ready.Dispose();
            });
        }
#pragma warning disable CA1031 // Whatever it is, exec tells it: nobody else hears this process.
        catch (Exception exception) when (!ready.IsClosed)
#pragma warning restore CA1031
        {
            BlockingIo.Write(ready, Encoding.UTF8.GetBytes(exception.Message));
            return exception is CommandFailedException failed ? failed.ExitCode : 1;
        }
    }
}
