using Whelk.Guest.Protocol;
using Whelk.Linux.Netlink;

namespace Whelk.Vm.Translation;

/// <summary>An interface of the host's namespace as the guest sets up its own.</summary>
internal static class NetworkTranslation
{
    internal static IEnumerable<SetupOperation> Operations(ushort slot, string name, InterfaceSnapshot outside) =>
    [
        new SetupOperation.LoadModules(GuestModules.Network),
        new SetupOperation.BindSlot(slot),
        new SetupOperation.Interface(
            name,
            outside.Mac.GetAddressBytes(),
            (uint)outside.Mtu,
            [.. outside.Addresses.Select(address => $"{address.Address}/{address.PrefixLength}")]),
    ];

    // A gateway must be reachable when its route comes: first what is on the link.
    internal static IEnumerable<SetupOperation> Routes(string name, InterfaceSnapshot outside) => outside.Routes.Where(route => !route.IsFromAddress)
        .OrderBy(route => route.Gateway is not null)
        .Select(route => new SetupOperation.Route(name, $"{route.Destination}", route.Gateway?.ToString() ?? string.Empty));
}
