using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Protocol;
using Whelk.Linux.Netlink;
using Whelk.Vm.Qemu;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>A network card of a VM: a tap, and the interface of the host's namespace that it stands for, if any.</summary>
internal sealed class GuestCard : IDisposable
{
    private readonly ushort _slot;
    private readonly SafeFileHandle _tap;
    private int _index;

    private GuestCard(ushort slot, string tapName) => (_slot, TapName, _tap) = (slot, tapName, TapDevice.CreateHere(tapName));

    internal string TapName { get; }

    /// <summary>What it stands for; null for nothing: then the guest does not see it.</summary>
    internal string? Interface { get; private set; }

    /// <summary>Whether the guest has done what was returned last; one that has not is told again.</summary>
    internal bool IsConfirmed { get; set; } = true;

    // The address is never seen on a wire: the guest's interface gets that of the interface it stands for.
    internal Device Device => new Device.NetworkCard(_slot, _tap, $"02:00:00:00:00:{_slot:x2}");

    internal static GuestCard Create(ushort slot, string tapName) => new(slot, tapName);

    /// <summary>Whether it stands for this very interface, not for one before it of the same name.</summary>
    internal bool StandsFor(string name, InterfaceSnapshot outside) => Interface == name && _index == outside.Index;

    /// <summary>Puts it in an interface's place; returns what the guest does.</summary>
    internal IEnumerable<SetupOperation> Tie(string name, InterfaceSnapshot outside)
    {
        IsConfirmed = false;
        TapRedirect.TieHere(name, TapName);
        (Interface, _index) = (name, outside.Index);
        return NetworkTranslation.Operations(_slot, name, outside);
    }

    /// <summary>The interface is gone, or is to be tied anew; returns what the guest does.</summary>
    internal IEnumerable<SetupOperation> Untie()
    {
        IsConfirmed = false;
        if (Interface is not null)
        {
            using var socket = RouteSocket.Open();
            var index = socket.GetLink(TapName).Index;
            socket.Send(new RouteBatch().RemoveIngressQdisc(index).LinkDown(index));
        }

        Interface = null;
        return [new SetupOperation.UnbindSlot(_slot)];
    }

    /// <inheritdoc/>
    public void Dispose() => _tap.Dispose();
}
