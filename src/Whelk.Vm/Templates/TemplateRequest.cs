using Whelk.Guest.Protocol;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Templates;

/// <summary>What a machine that is to be a clone asks the keeper for.</summary>
/// <param name="Key">The <see cref="TemplateKey"/> as the asker finds it; another one means that keeper and asker are of different builds.</param>
/// <param name="MemoryMiB">Of the machine.</param>
/// <param name="Processors">Of the machine.</param>
/// <param name="Accelerator">Which executes it.</param>
/// <param name="TakesWarm">Whether a machine does that waits already: one with no devices but disks of a root and network cards.</param>
internal sealed record TemplateRequest(string Key, int MemoryMiB, int Processors, string Accelerator, bool TakesWarm)
{
    /// <summary>The machine, without its devices.</summary>
    internal VmShape Shape => new() { MemoryMiB = MemoryMiB, Processors = Processors };

    internal static TemplateRequest Of(VmShape shape, string accelerator, bool takesWarm = false) =>
        new(TemplateKey.Of(shape, GuestFiles.Find(), accelerator), shape.MemoryMiB, shape.Processors, accelerator, takesWarm);

    internal ReadOnlySpan<byte> Encode() => new PayloadWriter().String(Key).Int32(MemoryMiB).Int32(Processors).String(Accelerator).Bool(TakesWarm).Written;

    /// <exception cref="ProtocolException">It is none.</exception>
    internal static TemplateRequest Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var request = new TemplateRequest(reader.String(), reader.Int32(), reader.Int32(), reader.String(), reader.Bool());
        reader.End();
        return request;
    }
}
