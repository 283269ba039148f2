using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Protocol;
using Whelk.Linux.Netlink;
using Whelk.Vm.Qemu;
using Whelk.Vm.Templates;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Monitor;

/// <summary>A network card of a VM: a tap, and the interface of the host's namespace that it stands for, if any.</summary>
internal sealed class GuestCard : IDisposable
{
    private readonly ushort _slot;
    private readonly SafeFileHandle _tap;
    private int _index;
    private SafeHandle? _elsewhere;

    private GuestCard(ushort slot, string tapName, SafeFileHandle tap, SafeHandle? elsewhere) => (_slot, TapName, _tap, _elsewhere) = (slot, tapName, tap, elsewhere);

    internal string TapName { get; }

    /// <summary>What it stands for; null for nothing: then the guest does not see it.</summary>
    internal string? Interface { get; private set; }

    /// <summary>Whether the guest has done what was returned last; one that has not is told again.</summary>
    internal bool IsConfirmed { get; set; } = true;

    /// <summary>Whether the guest sees it though it stands for nothing yet: up, without an address.</summary>
    internal bool IsReady { get; private set; }

    internal Device Device => DeviceOf(_slot, _tap);

    /// <summary>With a tap of its own, made in this process's network namespace.</summary>
    internal static GuestCard Create(ushort slot, string tapName) => new(slot, tapName, TapDevice.CreateHere(tapName), null);

    /// <summary>Of a machine that was started elsewhere: its tap comes here when it is needed.</summary>
    /// <param name="slot">The card's.</param>
    /// <param name="tapName">The tap's name, which nothing here has.</param>
    /// <param name="tap">The card's from here on.</param>
    /// <param name="network">The namespace that it is in; stays open as long as the card.</param>
    internal static GuestCard Adopt(ushort slot, string tapName, SafeFileHandle tap, SafeHandle network) => new(slot, tapName, tap, network) { IsReady = slot == RehearsalRoot.CardSlot };

    /// <summary>For QEMU. The address is never seen on a wire: the guest's interface gets that of the interface it stands for.</summary>
    internal static Device DeviceOf(ushort slot, SafeFileHandle tap) => new Device.NetworkCard(slot, tap, $"02:00:00:00:00:{slot:x2}");

    /// <summary>Whether it stands for this very interface, not for one before it of the same name.</summary>
    internal bool StandsFor(string name, InterfaceSnapshot outside) => Interface == name && _index == outside.Index;

    /// <summary>Puts it in an interface's place; returns what the guest does.</summary>
    internal IEnumerable<SetupOperation> Tie(string name, InterfaceSnapshot outside)
    {
        (IsConfirmed, IsReady) = (false, false);
        if (_elsewhere is not null)
        {
            TapDevice.BringHere(TapName, _elsewhere);
            _elsewhere = null;
        }

        TapRedirect.TieHere(name, TapName);
        (Interface, _index) = (name, outside.Index);
        return NetworkTranslation.Operations(_slot, name, outside);
    }

    /// <summary>The interface is gone, or is to be tied anew; returns what the guest does.</summary>
    internal IEnumerable<SetupOperation> Untie()
    {
        (IsConfirmed, IsReady) = (false, false);
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
