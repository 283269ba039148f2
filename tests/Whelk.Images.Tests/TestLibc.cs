using System.Runtime.InteropServices;

namespace Whelk.Images.Tests;

/// <summary>What only tests ask the kernel.</summary>
internal static partial class TestLibc
{
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint llistxattr(string path, byte[] list, nint size);
}
