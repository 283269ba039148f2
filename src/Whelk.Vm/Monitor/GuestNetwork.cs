using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Netlink;
using Whelk.Oci.Runtime;
using Whelk.Vm.Qemu;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>
/// A VM's place in its network namespace, which this process is in: taps that are made with the VM (nothing can be plugged in later), each tied to an
/// interface eth0, eth1, … when the workload starts, as an engine may put them in place between create and start, or when an engine says that they are others.
/// The guest takes over their hardware addresses, addresses, routes and MTU.
/// </summary>
internal sealed class GuestNetwork : IDisposable
{
    /// <summary>Of eth0, and of the interfaces beside it.</summary>
    internal static readonly IReadOnlyList<ushort> Slots = [3, 23, 21, 20];

    private const string InterfacePrefix = "eth";
    private const string TapPrefix = "vmtap";

    private static readonly SetupOperation Loopback = new SetupOperation.Interface("lo", [], 0, []);

    private readonly IReadOnlyList<GuestCard> _cards;
    private readonly bool _ownNamespace;

    private GuestNetwork(bool ownNamespace)
    {
        _ownNamespace = ownNamespace;
        _cards = ownNamespace && File.Exists(TapDevice.ControlPath) ? [.. Slots.Select((slot, number) => GuestCard.Create(slot, $"{TapPrefix}{number}-{Environment.ProcessId}"))] : [];
    }

    /// <summary>The cards for QEMU; none where config.json names no network namespace: the host's own interfaces stay the host's.</summary>
    internal IEnumerable<Device> Cards => _cards.Select(card => card.Device);

    /// <summary>Makes the taps where there is a namespace to have them in.</summary>
    internal static GuestNetwork Open(RuntimeSpec config) =>
        new((config.Linux?.Namespaces ?? []).Any(ns => ns.Type == NamespaceTypes.Network));

    /// <summary>Ties a tap to each interface that is there by now, and returns what the guest does to stand in their place.</summary>
    /// <exception cref="WhelkException">Another VM stands in their place already, there are more than cards, or taps cannot be made here.</exception>
    internal IReadOnlyList<SetupOperation> Tie() => [Loopback, .. Follow()];

    /// <summary>The same for what has changed since: interfaces that are gone leave the guest, new ones come in, and the default route is the namespace's.</summary>
    internal IReadOnlyList<SetupOperation> Follow()
    {
        var outside = _ownNamespace ? Outside() : [];
        var operations = new List<SetupOperation>();
        foreach (var card in _cards.Where(card => card.Interface is not null && !outside.Any(one => card.StandsFor(one.Name, one.Snapshot))))
        {
            operations.AddRange(card.Untie());
        }

        foreach (var (name, snapshot) in outside)
        {
            if (!_cards.Any(card => card.StandsFor(name, snapshot)))
            {
                operations.AddRange(FreeCard(name).Tie(name, snapshot));
            }
        }

        // Routes last: what a default route leads to may have come only now.
        operations.AddRange(outside.SelectMany(one => NetworkTranslation.Routes(one.Name, one.Snapshot)));
        return operations;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var card in _cards)
        {
            card.Dispose();
        }
    }

    // In the order of their numbers: the guest's kernel gives the lowest free one.
    private List<(string Name, InterfaceSnapshot Snapshot)> Outside()
    {
        using var socket = RouteSocket.Open();
        var links = socket.Links();
        if (links.Any(link => link.Name.StartsWith(TapPrefix, StringComparison.Ordinal) && link.IsUp && !_cards.Any(card => card.TapName == link.Name)))
        {
            throw new WhelkException(ErrorCode.Conflict, "the network namespace's eth0 is taken by another virtual machine");
        }

        return [.. links.Select(link => link.Name)
            .Where(name => name.StartsWith(InterfacePrefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(InterfacePrefix.Length), out _))
            .OrderBy(name => int.Parse(name.AsSpan(InterfacePrefix.Length)))
            .Select(name => (name, InterfaceSnapshot.ReadHere(name)!))];
    }

    private GuestCard FreeCard(string name) => _cards.Count == 0
        ? throw new WhelkException(ErrorCode.Unavailable, $"{name} cannot enter the virtual machine: {TapDevice.ControlPath} is missing; run modprobe tun")
        : _cards.FirstOrDefault(card => card.Interface is null) ?? throw new WhelkException(ErrorCode.Unsupported, $"{name} cannot enter the virtual machine: it has {Slots.Count} network cards, and so may be in {Slots.Count} networks");
}
