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
    /// <summary>Of the names of taps, behind which a number comes.</summary>
    internal const string TapPrefix = "vmtap";

    private static readonly SetupOperation Loopback = new SetupOperation.Interface("lo", [], 0, []);

    private readonly IReadOnlyList<GuestCard> _cards;
    private readonly bool _ownNamespace;

    private GuestNetwork(bool ownNamespace, IReadOnlyList<GuestCard> cards) => (_ownNamespace, _cards) = (ownNamespace, cards);

    /// <summary>The cards for QEMU; none where config.json names no network namespace: the host's own interfaces stay the host's.</summary>
    internal IEnumerable<Device> Cards => _cards.Select(card => card.Device);

    /// <summary>Makes the taps where there is a namespace to have them in.</summary>
    internal static GuestNetwork Open(RuntimeSpec config) => new(
        HasNamespace(config),
        HasNamespace(config) && File.Exists(TapDevice.ControlPath) ? [.. Slots.Select((slot, number) => GuestCard.Create(slot, $"{TapPrefix}{number}-{Environment.ProcessId}"))] : []);

    /// <summary>The same with the taps of a machine that was started elsewhere.</summary>
    internal static GuestNetwork Adopt(RuntimeSpec config, HandedMachine machine) =>
        new(HasNamespace(config), [.. Slots.Zip(machine.Cards).Select(one => GuestCard.Adopt(one.First, one.Second.Name, one.Second.Tap, machine.Network))]);

    /// <summary>Ties a tap to each interface that is there by now, and returns what the guest does to stand in their place.</summary>
    /// <exception cref="WhelkException">Another VM stands in their place already, there are more than cards, or taps cannot be made here.</exception>
    internal IReadOnlyList<SetupOperation> Tie() => [Loopback, .. Follow()];

    /// <summary>
    /// The same for what has changed since: interfaces that are gone leave the guest, new ones come in, and the default route is the namespace's. What this
    /// returned and nobody has <see cref="Confirm"/>ed is done again by the next call.
    /// </summary>
    internal IReadOnlyList<SetupOperation> Follow()
    {
        var outside = _ownNamespace ? Outside() : [];
        var kept = _cards.Where(card => card.IsConfirmed && outside.Exists(one => card.StandsFor(one.Name, one.Snapshot))).ToList();
        var coming = outside.Where(one => !kept.Exists(card => card.StandsFor(one.Name, one.Snapshot))).ToList();
        var free = _cards.Except(kept).ToList();

        // Before anything is touched: what does not fit changes nothing.
        CheckRoom(coming, free);
        var operations = free.Where((card, place) => card.Interface is not null || !card.IsConfirmed || (card.IsReady && place >= coming.Count)).SelectMany(card => card.Untie()).ToList();
        foreach (var (one, card) in coming.Zip(free))
        {
            operations.AddRange(card.Tie(one.Name, one.Snapshot));
        }

        // Routes last: what a default route leads to may have come only now.
        operations.AddRange(outside.SelectMany(one => NetworkTranslation.Routes(one.Name, one.Snapshot)));
        return operations;
    }

    /// <summary>The guest has done what it was told.</summary>
    internal void Confirm()
    {
        foreach (var card in _cards)
        {
            card.IsConfirmed = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var card in _cards)
        {
            card.Dispose();
        }
    }

    private static bool HasNamespace(RuntimeSpec config) => (config.Linux?.Namespaces ?? []).Any(ns => ns.Type == NamespaceTypes.Network);

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
            .Select(name => (Name: name, Snapshot: InterfaceSnapshot.ReadHere(name)))
            .Where(one => one.Snapshot is not null)
            .Select(one => (one.Name, one.Snapshot!))];
    }

    private void CheckRoom(List<(string Name, InterfaceSnapshot Snapshot)> coming, List<GuestCard> free)
    {
        if (coming.Count > free.Count)
        {
            var name = coming[free.Count].Name;
            throw _cards.Count == 0
                ? new WhelkException(ErrorCode.Unavailable, $"{name} cannot enter the virtual machine: {TapDevice.ControlPath} is missing; run modprobe tun")
                : new WhelkException(ErrorCode.Unsupported, $"{name} cannot enter the virtual machine: it has {Slots.Count} network cards, and so may be in {Slots.Count} networks");
        }
    }
}
