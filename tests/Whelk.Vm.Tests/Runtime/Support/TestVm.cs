using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Oci;
using Whelk.Oci.Runtime;
using Xunit;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>A VM that was created with pipes (or a terminal), as an engine does it. Gone when disposed.</summary>
internal sealed class TestVm : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly VmHost _host;
    private readonly Pipe _input = Pipe.Create();
    private ChildProcess? _monitor;
    private Task<ExitStatus>? _ended;

    private TestVm(VmHost host, string id) => (_host, Id) = (host, id);

    internal string Id { get; }

    /// <summary>The pid that the pid file named.</summary>
    internal int Pid => _monitor!.Pid;

    internal Transcript Output { get; private set; } = null!;

    internal Transcript Error { get; private set; } = null!;

    /// <summary>What goes into the workload.</summary>
    internal SafeFileHandle Input => _input.Write;

    internal static async Task<TestVm> CreateAsync(VmHost host, string id, RuntimeSpec config, ConsoleSocket? console = null)
    {
        var vm = new TestVm(host, id);
        using var output = Pipe.Create();
        using var error = Pipe.Create();
        var pidFile = Path.Combine(host.Folder, $"{id}.pid");
        var options = host.Options(["create", "--bundle", host.Bundle(id, config), "--pid-file", pidFile, .. console is null ? [] : new[] { "--console-socket", console.Path }, id]);
        using (var create = ChildProcess.Start(options with { StandardInput = vm._input.Read, StandardOutput = output.Write, StandardError = error.Write }))
        {
            output.Write.Dispose();
            error.Write.Dispose();
            vm._input.Read.Dispose();
            (vm.Output, vm.Error) = (new Transcript(Descriptor.Duplicate(output.Read)), new Transcript(Descriptor.Duplicate(error.Read)));
            var status = await create.WaitAsync();
            Assert.True(status.Succeeded, status.Succeeded ? string.Empty : await vm.Error.AllAsync());
        }

        vm._monitor = ChildProcess.Adopt(int.Parse(await File.ReadAllTextAsync(pidFile)));
        vm._ended = vm._monitor.WaitAsync();
        return vm;
    }

    internal static async Task<TestVm> StartAsync(VmHost host, string id, RuntimeSpec config, ConsoleSocket? console = null)
    {
        var vm = await CreateAsync(host, id, config, console);
        try
        {
            await host.DoVmAsync("start", id);
            return vm;
        }
        catch (Exception)
        {
            await vm.DisposeAsync();
            throw;
        }
    }

    /// <summary>The exit status that an engine sees.</summary>
    internal Task<ExitStatus> EndAsync() => _ended!.WaitAsync(Bound);

    internal async Task<string> StatusAsync() =>
        JsonSerializer.Deserialize(await _host.DoVmAsync("state", Id), OciJson.Default.RuntimeState)!.Status;

    internal Task<CommandResult> ExecAsync(params IReadOnlyList<string> command) => _host.VmAsync(["exec", Id, .. command]);

    internal async Task<IReadOnlyList<int>> ProcessesAsync() =>
        JsonSerializer.Deserialize<int[]>(await _host.DoVmAsync("ps", "--format", "json", Id))!;

    /// <summary>Its QEMU: pid and command line.</summary>
    internal async Task<(int Pid, IReadOnlyList<string> Words)> QemuAsync()
    {
        foreach (var pid in await ProcessesAsync())
        {
            var words = (await File.ReadAllTextAsync($"/proc/{pid}/cmdline")).Split('\0');
            if (words[0].Contains("qemu", StringComparison.Ordinal))
            {
                return (pid, words);
            }
        }

        throw new InvalidOperationException("the machine has no QEMU");
    }

    internal void CloseInput() => _input.Write.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _host.VmAsync("delete", "--force", Id);
        if (_ended is not null)
        {
            await EndAsync();
        }

        _input.Dispose();
        Output.Dispose();
        Error.Dispose();
        _monitor?.Dispose();
    }
}
