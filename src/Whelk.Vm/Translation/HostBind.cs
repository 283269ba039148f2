namespace Whelk.Vm.Translation;

/// <summary>A folder or file of the host's that a guest sees.</summary>
/// <param name="Name">What it is called in the folder that the guest gets.</param>
/// <param name="HostPath">Absolute.</param>
/// <param name="IsFolder">Else it is a file.</param>
/// <param name="ReadOnly">Kept by the host, whatever the guest does.</param>
/// <param name="Recursive">With what is mounted below it.</param>
internal sealed record HostBind(string Name, string HostPath, bool IsFolder, bool ReadOnly, bool Recursive);
