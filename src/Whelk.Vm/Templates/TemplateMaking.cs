using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Recipes;
using Whelk.Vm.Monitor;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Templates;

/// <summary>The recipe of a template.</summary>
internal sealed class TemplateMaking : IAsyncDisposable
{
    private static readonly TimeSpan BootBound = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StepBound = TimeSpan.FromSeconds(30);

    private static readonly Recipe<TemplateMaking> Steps = new Recipe<TemplateMaking>("template")
        .Then("boot a guest", static (m, _) => m.BootAsync())
        .Then("rehearse", static (m, token) => BoundedAsync(bound => Rehearsal.RunAsync(m._boot!.Machine.Session, bound), token))
        .Then("save it", static (m, token) => BoundedAsync(bound => m._boot!.Machine.Qemu.SaveAsync(m._state!, bound), token))
        .Then("seal the files", static m => m.Seal());

    private readonly VmShape _shape;
    private readonly string _accelerator;
    private readonly NamespaceThread _spawner;
    private MachineBoot? _boot;
    private SafeFileHandle? _memory;
    private SafeFileHandle? _state;

    private TemplateMaking(VmShape shape, string accelerator, NamespaceThread spawner) => (_shape, _accelerator, _spawner) = (shape, accelerator, spawner);

    /// <summary>Boots a guest, has it rehearse and keeps it; on failure nothing is left.</summary>
    /// <param name="shape">Without devices.</param>
    /// <param name="accelerator">Which executes it, and its clones.</param>
    /// <param name="spawner">Lives as long as this takes.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    internal static async Task<Template> RunAsync(VmShape shape, string accelerator, NamespaceThread spawner, CancellationToken cancellationToken)
    {
        await using var making = new TemplateMaking(shape, accelerator, spawner);
        await Steps.RunAsync(making, cancellationToken);
        return making.Take();
    }

    /// <summary>Ends what is left of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_boot is not null)
        {
            await _boot.DisposeAsync();
        }

        Forget();
    }

    private Task<Machine> BootAsync()
    {
        _boot = new MachineBoot(Start);
        return _boot.FitAsync(BootBound);
    }

    // A second attempt begins with empty files.
    private Machine Start()
    {
        Forget();
        (_memory, _state) = (SealedFile.Unsealed("whelk-template"), SealedFile.Unsealed("whelk-template-state"));
        RandomAccess.SetLength(_memory, (long)_shape.MemoryMiB << 20);
        return Machine.Start(_shape with { Ram = new GuestRam.Kept(_memory) }, _accelerator, _spawner);
    }

    private void Forget()
    {
        _memory?.Dispose();
        _state?.Dispose();
    }

    private Template Take()
    {
        var template = new Template(_memory!, _state!, TimeProvider.System.GetUtcNow());
        (_memory, _state) = (null, null);
        return template;
    }

    private void Seal()
    {
        SealedFile.Seal(_memory!);
        SealedFile.Seal(_state!);
    }

    private static async Task BoundedAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(StepBound);
        await step(bound.Token);
    }
}
