using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Oci;
using Whelk.Oci.Runtime;
using Xunit;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>An exec as engines do it: a process file, --detach, a pid file, and the proxy as our child.</summary>
internal sealed class TestExec : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly Pipe _input = Pipe.Create();
    private ChildProcess? _proxy;
    private Task<ExitStatus>? _ended;

    internal Transcript Output { get; private set; } = null!;

    internal SafeFileHandle Input => _input.Write;

    internal static async Task<TestExec> StartAsync(VmHost host, TestVm vm, ProcessSpec process, ConsoleSocket? console = null)
    {
        var exec = new TestExec();
        var name = Guid.NewGuid().ToString("n");
        var (file, pidFile) = (Path.Combine(host.Folder, $"{name}.json"), Path.Combine(host.Folder, $"{name}.pid"));
        await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(process, OciJson.Default.ProcessSpec));
        using var output = Pipe.Create();
        exec.Output = new Transcript(Descriptor.Duplicate(output.Read));
        string[] terminal = console is null ? [] : ["--tty", "--console-socket", console.Path];
        var options = host.Options(["exec", "--process", file, .. terminal, "--detach", "--pid-file", pidFile, vm.Id]);
        using (var command = ChildProcess.Start(options with { StandardInput = exec._input.Read, StandardOutput = output.Write, StandardError = output.Write }))
        {
            output.Write.Dispose();
            exec._input.Read.Dispose();
            var status = await command.WaitAsync();
            Assert.True(status.Succeeded, status.Succeeded ? string.Empty : await exec.Output.AllAsync());
        }

        exec._proxy = ChildProcess.Adopt(int.Parse(await File.ReadAllTextAsync(pidFile)));
        exec._ended = exec._proxy.WaitAsync();
        return exec;
    }

    internal Task<ExitStatus> EndAsync() => _ended!.WaitAsync(Bound);

    internal void Signal(int signal) => _proxy!.Signal(signal);

    internal void CloseInput() => _input.Write.Dispose();

    public void Dispose()
    {
        _proxy?.Signal(Linux.Signals.SignalNumber.SIGKILL);
        _input.Dispose();
        Output.Dispose();
    }
}
