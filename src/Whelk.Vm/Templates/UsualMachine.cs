using Whelk.Oci.Runtime;
using Whelk.Vm.Qemu;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Templates;

/// <summary>What a machine is that nothing is said of.</summary>
internal static class UsualMachine
{
    /// <summary>What it asks the keeper of this root for.</summary>
    internal static async Task<TemplateRequest> RequestAsync(string root, bool takesWarm, CancellationToken cancellationToken)
    {
        var usual = new RuntimeSpec { OciVersion = "1.0.2" };
        var shape = new VmShape { MemoryMiB = GuestSize.MemoryMiB(usual), Processors = GuestSize.Processors(usual, Environment.ProcessorCount) };
        return TemplateRequest.Of(shape, (await Accelerator.ChooseAsync(root, cancellationToken)).Accelerator, takesWarm);
    }
}
