using Whelk.Linux.Machine;

namespace Whelk.Guest.Boot;

/// <summary>Modules from the initramfs, each loaded once.</summary>
internal static class ModuleLoader
{
    private static readonly HashSet<string> Loaded = [];

    /// <summary>Loads them in order; what has no file is built into this kernel.</summary>
    internal static void Load(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var path = $"/modules/{Path.GetFileName(name)}.ko";
            if (Loaded.Add(name) && File.Exists(path))
            {
                KernelModule.Load(path);
            }
        }
    }
}
