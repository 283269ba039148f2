using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Archives.Tar;
using Whelk.Archives.Trees;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Files;

namespace Whelk.Guest.Inside;

/// <summary>One look into the workload; <see cref="InsideWords"/> says what the words mean.</summary>
internal static class InsideProgram
{
    /// <returns>The exit code.</returns>
    internal static int Run(string[] words)
    {
        try
        {
            using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, 0);
            Do(words, output);
            output.Flush();
            return 0;
        }
        catch (WhelkException exception)
        {
            return Fail(exception.Code, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return Fail(ErrorCode.Unavailable, exception.Message);
        }
    }

    private static int Fail(ErrorCode code, string reason)
    {
        Console.Error.WriteLine($"{code} {reason.ReplaceLineEndings(" ")}");
        return 1;
    }

    private static void Do(string[] words, FileStream output)
    {
        switch (words)
        {
            case [InsideWords.Stat, var root, var path]:
                Stat(root, path, output);
                break;
            case [InsideWords.Pack, var root, var path]:
                Pack(root, packer => packer.Pack(TreePath.Parse(path)), output);
                break;
            case [InsideWords.PackAll, var root]:
                Pack(root, packer => packer.PackAll(), output);
                break;
            case [InsideWords.Unpack, var root, var path, var keeps, var uid, var gid]:
                Unpack(root, path, new UnpackOptions { KeepsKinds = keeps == "1", Owner = uid.Length == 0 ? null : (Number(uid), Number(gid)) });
                break;
            case [InsideWords.Changes, var upper, var lower, .. var hidden]:
                FindChanges(upper, lower, hidden, output);
                break;
            case [InsideWords.Processes, var pid, var form]:
                output.Write(Encoding.UTF8.GetBytes(ProcessTable.Of((int)Number(pid), form)));
                break;
            default:
                throw new WhelkException(ErrorCode.Unsupported, $"this guest does not know {string.Join(' ', words)}");
        }
    }

    private static uint Number(string text) => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static void Stat(string root, string path, FileStream output)
    {
        using var handle = DirectoryHandle.Open(root);
        if (new FileTree(handle).TryStat(TreePath.Parse(path)) is { } status)
        {
            output.Write(Encoding.UTF8.GetBytes($"{(int)status.Kind} {status.Mode} {status.Size} {status.Seconds} {status.Nanoseconds} {(status.LeadsToFolder ? 1 : 0)} {status.Resolved}"));
        }
    }

    private static void Pack(string root, Action<TreePacker> pack, FileStream output)
    {
        using var handle = DirectoryHandle.Open(root);
        var archive = new TarWriter(output);
        pack(new TreePacker(new FileTree(handle), archive, CancellationToken.None));
        archive.WriteEnd();
    }

    private static void Unpack(string root, string path, UnpackOptions options)
    {
        using var handle = DirectoryHandle.Open(root);
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, 0);
        new TreeUnpacker(new FileTree(handle), TreePath.Parse(path), options).Unpack(new TarReader(input), CancellationToken.None);
    }

    private static void FindChanges(string upper, string lower, string[] hidden, FileStream output)
    {
        using var above = DirectoryHandle.Open(upper);
        using var below = DirectoryHandle.Open(lower);
        new TreeChanges(hidden.ToHashSet(), change => output.Write([(byte)('0' + (int)change.Kind), (byte)' ', .. change.Path.Bytes, 0])).Find(above, below);
    }
}
