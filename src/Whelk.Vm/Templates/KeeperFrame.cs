using Whelk.Guest.Protocol;

namespace Whelk.Vm.Templates;

/// <summary>What is said between a machine that is to be a clone and the keeper of templates. The connection's end ends what was granted.</summary>
internal static class KeeperFrame
{
    /// <summary>To the keeper: a <see cref="TemplateRequest"/>; answered, in its turn, by one of the next two.</summary>
    internal const FrameType Claim = (FrameType)96;

    /// <summary>From the keeper: string path of the memory, string path of the devices' state. They can be opened while the connection lasts.</summary>
    internal const FrameType Granted = (FrameType)97;

    /// <summary>From the keeper: string reason.</summary>
    internal const FrameType Refused = (FrameType)98;

    /// <summary>To the keeper: string reason why what was granted did not do.</summary>
    internal const FrameType Failed = (FrameType)99;
}
