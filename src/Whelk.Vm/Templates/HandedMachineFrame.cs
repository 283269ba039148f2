using Whelk.Guest.Protocol;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Templates;

/// <summary>What a keeper says of a machine that it gives away, before it passes its descriptors.</summary>
/// <param name="Pid">Of its QEMU.</param>
/// <param name="Watcher">Of the process that ends it.</param>
/// <param name="Taps">Their names, in the order of the cards.</param>
internal sealed record HandedMachineFrame(int Pid, int Watcher, IReadOnlyList<string> Taps)
{
    /// <summary>How many descriptors come.</summary>
    internal int Descriptors => HandedMachine.CountOf(Taps.Count);

    internal static HandedMachineFrame Of(HandedMachine machine) => new(machine.Pid, machine.Watcher, [.. machine.Cards.Select(card => card.Name)]);

    internal ReadOnlySpan<byte> Encode() => new PayloadWriter().Int32(Pid).Int32(Watcher).Strings(Taps).Written;

    /// <exception cref="ProtocolException">It is none.</exception>
    internal static HandedMachineFrame Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var frame = new HandedMachineFrame(reader.Int32(), reader.Int32(), reader.Strings());
        reader.End();
        return frame;
    }
}
