namespace Whelk.Linux.Machine;

/// <summary>Which of the kernel's modules that give processes a policy by name are at work on this host.</summary>
public sealed record SecurityModules(bool AppArmor, bool SELinux)
{
    /// <summary>Reads it anew.</summary>
    /// <param name="root">What to look below: the host's root, unless a test brings its own.</param>
    public static SecurityModules OfHost(string root = "/") => new(
        IsYes(Path.Combine(root, "sys/module/apparmor/parameters/enabled")),
        File.Exists(Path.Combine(root, "sys/fs/selinux/enforce")));

    private static bool IsYes(string path) => File.Exists(path) && File.ReadAllText(path).StartsWith('Y');
}
