using Whelk.Linux.Files;
using Whelk.Linux.Processes;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>A root with a keeper, which has made the template of machines without limits; none waits for a workload.</summary>
public class WarmHost : VmHost
{
    private static readonly string[] Usual = ["PATH=/usr/bin:/bin"];

    // More than a guest is given to boot, so that the keeper says first what became of it.
    private static readonly TimeSpan MakingBound = TimeSpan.FromSeconds(120);

    private readonly IReadOnlyList<string> _environment;
    private readonly Pipe _input = Pipe.Create();
    private ChildProcess? _keeper;

    public WarmHost()
        : this(["WHELK_VM_POOL=0", .. Usual])
    {
    }

    /// <param name="environment">Of the keeper.</param>
    internal WarmHost(IReadOnlyList<string> environment) => _environment = environment;

    internal ChildProcess Keeper => _keeper!;

    /// <summary>What the keeper says.</summary>
    internal Transcript Notes { get; private set; } = null!;

    /// <summary>What it says to whoever started it: "ready", when the template is there and a machine waits.</summary>
    internal Transcript Words { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        using var error = Pipe.Create();
        using var output = Pipe.Create();
        _keeper = ChildProcess.Start(Options(["warm", "--while-input"]) with { StandardInput = _input.Read, StandardOutput = output.Write, StandardError = error.Write, Environment = _environment });
        _input.Read.Dispose();
        error.Write.Dispose();
        output.Write.Dispose();
        Notes = new Transcript(Descriptor.Duplicate(error.Read));
        Words = new Transcript(Descriptor.Duplicate(output.Read));
        await Notes.UntilAsync("a template of 512 MiB is ready", MakingBound);
    }

    public override async ValueTask DisposeAsync()
    {
        _input.Write.Dispose();
        await _keeper!.WaitAsync();
        _keeper.Dispose();
        Notes.Dispose();
        Words.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Whether a machine waited for its workload: such a one has a second machine protocol.</summary>
    internal static async Task<bool> HasWaitedAsync(TestVm vm) => (await vm.QemuAsync()).Words.Contains("chardev=waiting,mode=control");

    /// <summary>Whether a machine is a clone: what its QEMU was told.</summary>
    internal static async Task<bool> IsCloneAsync(TestVm vm) => (await vm.QemuAsync()).Words.Contains("-incoming");
}
