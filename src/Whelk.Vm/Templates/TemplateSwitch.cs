using System.Globalization;

namespace Whelk.Vm.Templates;

/// <summary>
/// What whoever runs the host decides. WHELK_VM_TEMPLATES=off: every machine boots, and nothing is kept for others, for comparisons, and for hosts that have no memory to
/// spare. WHELK_VM_POOL=N: so many machines of each template wait for a workload; 0 for none.
/// </summary>
internal static class TemplateSwitch
{
    // Each costs what an idle machine costs.
    private const int UsualPool = 1;
    private const int LargestPool = 64;

    internal static bool IsOff { get; } = Environment.GetEnvironmentVariable("WHELK_VM_TEMPLATES") == "off";

    internal static int PoolSize { get; } = PoolOf(Environment.GetEnvironmentVariable("WHELK_VM_POOL"));

    /// <summary>What is no number counts as not said.</summary>
    internal static int PoolOf(string? said) =>
        int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? Math.Min(size, LargestPool) : UsualPool;
}
