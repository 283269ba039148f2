namespace Whelk.Oci.Runtime.Defaults;

/// <summary>The device rules that Docker gives every container: nothing, and then what follows.</summary>
public static class DefaultDevices
{
    public static IReadOnlyList<LinuxDeviceCgroup> Rules { get; } =
    [
        new() { Allow = false, Access = "rwm" },
        Character(allow: true, 1, 5), // zero
        Character(allow: true, 1, 3), // null
        Character(allow: true, 1, 9), // urandom
        Character(allow: true, 1, 8), // random
        Character(allow: true, 5, 0), // tty
        Character(allow: true, 5, 1), // console
        Character(allow: false, 10, 229), // fuse
    ];

    private static LinuxDeviceCgroup Character(bool allow, long major, long minor) =>
        new() { Allow = allow, Type = "c", Major = major, Minor = minor, Access = "rwm" };
}
