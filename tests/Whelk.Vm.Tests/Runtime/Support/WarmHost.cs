using Whelk.Linux.Files;
using Whelk.Linux.Processes;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>A root with a keeper, which has made the template of machines without limits.</summary>
public sealed class WarmHost : VmHost
{
    private readonly IReadOnlyList<string>? _environment;
    private readonly Pipe _input = Pipe.Create();
    private ChildProcess? _keeper;

    public WarmHost()
    {
    }

    /// <param name="environment">Of the keeper.</param>
    internal WarmHost(IReadOnlyList<string> environment) => _environment = environment;

    internal ChildProcess Keeper => _keeper!;

    /// <summary>What the keeper says.</summary>
    internal Transcript Notes { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        using var error = Pipe.Create();
        _keeper = ChildProcess.Start(Options(["warm", "--while-input"]) with { StandardInput = _input.Read, StandardError = error.Write, Environment = _environment });
        _input.Read.Dispose();
        error.Write.Dispose();
        Notes = new Transcript(Descriptor.Duplicate(error.Read));
        await Notes.UntilAsync("a template of 512 MiB is ready");
    }

    public override async ValueTask DisposeAsync()
    {
        _input.Write.Dispose();
        await _keeper!.WaitAsync();
        _keeper.Dispose();
        Notes.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Whether a machine is a clone: what its QEMU was told.</summary>
    internal static async Task<bool> IsCloneAsync(TestVm vm) => (await vm.QemuAsync()).Words.Contains("-incoming");
}
