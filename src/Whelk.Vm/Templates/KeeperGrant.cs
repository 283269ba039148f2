using Microsoft.Win32.SafeHandles;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Templates;

/// <summary>What a keeper has given to one machine.</summary>
internal abstract record KeeperGrant : IDisposable
{
    /// <summary>A template, which the machine takes up itself.</summary>
    internal sealed record OfTemplate(SafeFileHandle Memory, SafeFileHandle State) : KeeperGrant
    {
        /// <summary>The memory of the clone.</summary>
        internal GuestRam Ram => new GuestRam.Copied(Memory, State);

        /// <inheritdoc/>
        public override void Dispose()
        {
            Memory.Dispose();
            State.Dispose();
        }
    }

    /// <summary>A clone that waited for a workload. It goes on when the grant has ended: whoever took it disposes it.</summary>
    internal sealed record OfMachine(HandedMachine Machine) : KeeperGrant
    {
        /// <inheritdoc/>
        public override void Dispose()
        {
            // The machine is its taker's.
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
