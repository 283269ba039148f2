using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Netlink;
using Whelk.Oci.Runtime;
using Whelk.Vm.Qemu;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>
/// A VM's place in its network namespace, which this process is in: a tap that is made with the VM (nothing can be plugged in later)
/// and tied to eth0 when the workload starts, as an engine may put eth0 in place between create and start. The guest takes over eth0's
/// hardware address, addresses, routes and MTU.
/// </summary>
internal sealed class GuestNetwork : IDisposable
{
    private const string Interface = "eth0";
    private const string TapPrefix = "vmtap";
    private const ushort Slot = 3;

    // Never seen on a wire: the guest's interface gets eth0's.
    private const string FirstHardwareAddress = "02:00:00:00:00:01";

    private static readonly SetupOperation Loopback = new SetupOperation.Interface("lo", [], 0, []);

    private readonly SafeFileHandle? _tap;
    private readonly string _tapName = $"{TapPrefix}{Environment.ProcessId}";
    private readonly bool _ownNamespace;

    private GuestNetwork(bool ownNamespace)
    {
        _ownNamespace = ownNamespace;
        _tap = ownNamespace && File.Exists(TapDevice.ControlPath) ? TapDevice.CreateHere(_tapName) : null;
    }

    /// <summary>The card for QEMU; none where config.json names no network namespace: the host's own interfaces stay the host's.</summary>
    internal IEnumerable<Device> Cards => _tap is null ? [] : [new Device.NetworkCard(Slot, _tap, FirstHardwareAddress)];

    /// <summary>Makes the tap where there is a namespace to have it in.</summary>
    internal static GuestNetwork Open(RuntimeSpec config) =>
        new((config.Linux?.Namespaces ?? []).Any(ns => ns.Type == NamespaceTypes.Network));

    /// <summary>Ties the tap to eth0, if there is one by now, and returns what the guest does to stand in its place.</summary>
    /// <exception cref="WhelkException">Another VM stands in its place already, or taps cannot be made here.</exception>
    internal IReadOnlyList<SetupOperation> Tie()
    {
        if (!_ownNamespace || InterfaceSnapshot.ReadHere(Interface) is not { } outside)
        {
            return [Loopback];
        }

        if (_tap is null)
        {
            throw new WhelkException(ErrorCode.Unavailable, $"{Interface} cannot enter the virtual machine: {TapDevice.ControlPath} is missing; run modprobe tun");
        }

        using (var socket = RouteSocket.Open())
        {
            if (socket.Links().Any(link => link.Name.StartsWith(TapPrefix, StringComparison.Ordinal) && link.Name != _tapName && link.IsUp))
            {
                throw new WhelkException(ErrorCode.Conflict, $"the network namespace's {Interface} is taken by another virtual machine");
            }
        }

        TapRedirect.TieHere(Interface, _tapName);
        return [Loopback, .. NetworkTranslation.Operations(Slot, Interface, outside)];
    }

    /// <inheritdoc/>
    public void Dispose() => _tap?.Dispose();
}
