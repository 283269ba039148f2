using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;

namespace Whelk.Vm.Templates;

/// <summary>A machine that has booted and rehearsed, as it was then: its memory and the state of its devices, in files that nobody can change.</summary>
internal sealed class Template : IDisposable
{
    private readonly SafeFileHandle _memory;
    private readonly SafeFileHandle _state;
    private readonly Lock _gate = new();
    private int _holders = 1;

    /// <param name="memory">Sealed; belongs to the template from now on, as <paramref name="state"/> does.</param>
    /// <param name="state">The state of its devices.</param>
    /// <param name="made">When it was taken.</param>
    internal Template(SafeFileHandle memory, SafeFileHandle state, DateTimeOffset made) => (_memory, _state, Made) = (memory, state, made);

    internal DateTimeOffset Made { get; }

    /// <summary>The memory that its files take.</summary>
    internal int MemoryMiB => (int)((MemoryFile.AllocatedBytes(_memory) + MemoryFile.AllocatedBytes(_state)) >> 20);

    /// <summary>By which another process of root's opens the files while the template is held.</summary>
    internal string MemoryPath => MemoryFile.PathOf(_memory);

    /// <inheritdoc cref="MemoryPath"/>
    internal string StatePath => MemoryFile.PathOf(_state);

    /// <summary>Keeps it while somebody opens it; every hold ends by <see cref="Dispose"/>.</summary>
    /// <returns>Null where it is gone already.</returns>
    internal Template? TryHold()
    {
        lock (_gate)
        {
            return _holders > 0 && ++_holders > 0 ? this : null;
        }
    }

    /// <summary>Ends one hold; the files go with the last. Clones that run have them still.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (--_holders > 0)
            {
                return;
            }
        }

        _memory.Dispose();
        _state.Dispose();
    }
}
