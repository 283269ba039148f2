using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Translation;

/// <summary>Capabilities by name as the guest takes them: bits.</summary>
internal static class CapabilityBits
{
    private static readonly string[] Names = [.. Oci.Runtime.CapabilityNames.All];

    /// <summary>The sets as bits; a name that is unknown is left out, as runc does. None given: the process keeps nothing.</summary>
    internal static CapabilitySets Translate(LinuxCapabilities? capabilities) => new(
        Bits(capabilities?.Bounding), Bits(capabilities?.Effective), Bits(capabilities?.Inheritable), Bits(capabilities?.Permitted), Bits(capabilities?.Ambient));

    private static ulong Bits(IEnumerable<string>? names)
    {
        var bits = 0ul;
        foreach (var name in names ?? [])
        {
            var index = Array.IndexOf(Names, name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase) ? name.ToUpperInvariant() : $"CAP_{name.ToUpperInvariant()}");
            bits |= index >= 0 ? 1ul << index : 0;
        }

        return bits;
    }
}
