using System.Text;
using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Oci;
using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>exec</c>: a further process in the guest. A proxy process stands for it: its pid, descriptors and exit status are the exec's.</summary>
internal static class ExecCommand
{
    private static readonly string[] Valued =
    [
        "process", "p", "console-socket", "pid-file", "cwd", "env", "e", "user", "u", "additional-gids", "g", "cap", "c", "preserve-fds", "pidfd-socket", "apparmor", "process-label", "cgroup",
    ];

    private static readonly string[] Flags = ["tty", "t", "detach", "d", "no-new-privs", "ignore-paused"];

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        // The id, then the command; options stand before either.
        var arguments = Arguments.Parse(options.Rest, Valued, Flags, stopAt: 2);
        var folder = VmFolder.Existing(options.Root, arguments.Word(0, "the container's id"));
        if (VmStatus.Of(folder, folder.ReadRecord()) is var status and not RuntimeStatus.Running)
        {
            throw new WhelkException(ErrorCode.InvalidState, $"cannot exec in a {status} container: container not running");
        }

        Monitor.WorkloadConsole.CheckSocket(arguments.Value("console-socket"));
        var process = ReadProcess(arguments, folder);
        return arguments.Flag("detach") || arguments.Flag("d")
            ? await DetachedAsync(options, folder, process, arguments)
            : await ExecProxy.RunAsync(folder, process, arguments.Value("console-socket"), static () => { });
    }

    private static ProcessSpec ReadProcess(Arguments arguments, VmFolder folder)
    {
        var terminal = arguments.Flag("tty") || arguments.Flag("t");
        if ((arguments.Value("process") ?? arguments.Value("p")) is { } file)
        {
            return SpecReader.Process(File.ReadAllBytes(file), "--process") is var process && terminal ? process with { Terminal = true } : process;
        }

        return TypedProcess.Of(folder.ReadConfig().Process!, arguments) with { Terminal = terminal };
    }

    private static async Task<int> DetachedAsync(GlobalOptions options, VmFolder folder, ProcessSpec process, Arguments arguments)
    {
        using var ready = Pipe.Create();
        using var spec = Pipe.Create();
        using var proxy = ExecProxyCommand.Start(options, folder.Id, arguments.Value("console-socket"), spec.Read, ready.Write);
        ready.Write.Dispose();
        spec.Read.Dispose();
        await PipeText.WriteAsync(spec.Write, JsonSerializer.SerializeToUtf8Bytes(process, OciJson.Default.ProcessSpec));
        var said = await PipeText.ReadAsync(ready.Read, MonitorCommand.WordLimit);
        if (said != MonitorCommand.ReadyWord)
        {
            var status = await proxy.WaitAsync();
            throw new CommandFailedException(status.ShellCode is 126 or 127 ? status.ShellCode : 1, said.Length > 0 ? said : "exec failed: the proxy ended without a word");
        }

        if (arguments.Value("pid-file") is { } pidFile)
        {
            AtomicFile.Write(Path.GetFullPath(pidFile), Encoding.ASCII.GetBytes($"{proxy.Pid}"), durable: false, (UnixFileMode)0x1A4);
        }

        return 0;
    }
}
