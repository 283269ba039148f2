using Whelk.Guest.Protocol;

namespace Whelk.Vm.Templates;

/// <summary>What is said between a machine that is to be a clone and the keeper of templates. The connection's end ends what was granted.</summary>
internal static class KeeperFrame
{
    /// <summary>To the keeper: a <see cref="TemplateRequest"/>; answered, in its turn, by <see cref="Granted"/>, <see cref="Refused"/> or <see cref="Handed"/>.</summary>
    internal const FrameType Claim = (FrameType)96;

    /// <summary>From the keeper: string path of the memory, string path of the devices' state. They can be opened while the connection lasts.</summary>
    internal const FrameType Granted = (FrameType)97;

    /// <summary>From the keeper: string reason.</summary>
    internal const FrameType Refused = (FrameType)98;

    /// <summary>From the keeper: a machine that waits, as a <see cref="HandedMachineFrame"/>.</summary>
    internal const FrameType Handed = (FrameType)100;

    /// <summary>To the keeper, once it has said <see cref="Handed"/>: the descriptors of <see cref="Qemu.HandedMachine"/> are passed next.</summary>
    internal const FrameType Take = (FrameType)101;

    /// <summary>To the keeper: a <see cref="TemplateRequest"/>, answered by <see cref="Ready"/> once such a machine can start so at once, or by <see cref="Refused"/>.</summary>
    internal const FrameType Await = (FrameType)102;

    /// <summary>To the keeper: nothing; answered by <see cref="Told"/>.</summary>
    internal const FrameType Tell = (FrameType)104;

    /// <summary>From the keeper: a <see cref="KeeperState"/>.</summary>
    internal const FrameType Told = (FrameType)105;

    /// <summary>From the keeper: nothing.</summary>
    internal const FrameType Ready = (FrameType)103;

    /// <summary>To the keeper: string reason why what was granted did not do.</summary>
    internal const FrameType Failed = (FrameType)99;
}
