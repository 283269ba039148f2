using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;

namespace Whelk.Networks.Names;

/// <summary>
/// Which process serves what, in the file that it holds locked for as long as it lives. A server whose record differs from what a daemon needs is ended and
/// another one started: of an older version, or for a bridge that was removed by hand and made anew.
/// </summary>
internal sealed record NameServerRecord(int Pid, int InterfaceIndex, IPEndPoint EndPoint)
{
    /// <summary>In the <see cref="NameFolder"/>; who removes it ends the server.</summary>
    internal const string FileName = "server";

    /// <summary>Of the files in the folder and of this record.</summary>
    private const string Version = "2";
    private const int Longest = 256;

    internal static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>Null where the file has none, or one of another version.</summary>
    internal static NameServerRecord? Read(string folder)
    {
        var words = Words(folder);
        return words is [Version, var pid, var index, var endPoint]
            ? new NameServerRecord(int.Parse(pid, CultureInfo.InvariantCulture), int.Parse(index, CultureInfo.InvariantCulture), IPEndPoint.Parse(endPoint))
            : null;
    }

    /// <summary>The pid alone, which is at the same place in every version; null where there is none.</summary>
    internal static int? ReadPid(string folder) =>
        Words(folder) is [_, var pid, ..] && int.TryParse(pid, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Empties it: nobody may take an old pid for that of the process that is about to start.</summary>
    internal static void Clear(SafeFileHandle file) => RandomAccess.SetLength(file, 0);

    internal void Write(SafeFileHandle file) => RandomAccess.Write(file, Encoding.ASCII.GetBytes($"{Version} {Pid} {InterfaceIndex} {EndPoint}\n"), 0);

    /// <summary>Through a plain descriptor: .NET's own would want to lock the file too.</summary>
    private static string[] Words(string folder)
    {
        using var file = Descriptor.Open(PathIn(folder));
        var content = new byte[Longest];
        return Encoding.ASCII.GetString(content, 0, RandomAccess.Read(file, content, 0)).TrimEnd('\n').Split(' ');
    }
}
