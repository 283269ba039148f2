using Whelk.Linux.Machine;
using Whelk.Linux.Namespaces;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Templates;

/// <summary>What a keeper needs of the host that it runs on.</summary>
internal sealed record KeeperHost
{
    private const int LeastAvailablePercent = 10;

    internal required TimeProvider Time { get; init; }

    /// <summary>The key of a machine's template here and now: its shape, its accelerator.</summary>
    internal required Func<VmShape, string, string> KeyOf { get; init; }

    /// <summary>Whether memory is so short that templates are a burden.</summary>
    internal required Func<bool> IsMemoryShort { get; init; }

    /// <summary>Makes a template of this shape under this accelerator.</summary>
    internal required Func<VmShape, string, CancellationToken, Task<Template>> MakeAsync { get; init; }

    /// <summary>How many machines of each template wait for a workload.</summary>
    internal required int PoolSize { get; init; }

    /// <summary>Makes a machine of a template that is held, to wait for a workload.</summary>
    internal required Func<Template, VmShape, string, CancellationToken, Task<WarmMachine>> WarmAsync { get; init; }

    /// <summary>This one.</summary>
    /// <param name="spawner">Lives as long as the keeper.</param>
    internal static KeeperHost Real(NamespaceThread spawner) => new()
    {
        PoolSize = TemplateSwitch.PoolSize,
        WarmAsync = static (template, shape, accelerator, cancellationToken) => WarmMaking.RunAsync(template, shape, accelerator, cancellationToken),
        Time = TimeProvider.System,
        KeyOf = static (shape, accelerator) => TemplateKey.Of(shape, GuestFiles.Find(), accelerator),
        IsMemoryShort = static () => HostMemory.Available < HostMemory.Total / 100 * LeastAvailablePercent,
        MakeAsync = (shape, accelerator, cancellationToken) => TemplateMaking.RunAsync(shape, accelerator, spawner, cancellationToken),
    };
}
