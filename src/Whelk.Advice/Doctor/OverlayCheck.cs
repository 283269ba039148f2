using Whelk.Errors;
using Whelk.Images.RootFileSystems;
using Whelk.Linux.Namespaces;

namespace Whelk.Advice.Doctor;

/// <summary>Whether the file system of --root carries an overlay: by mounting one, as a workload's root is mounted, and writing to it.</summary>
internal static class OverlayCheck
{
    private const string Name = "overlay";
    private const string Mend = "give the daemon a --root on a file system that overlays can be mounted on, such as ext4 or xfs, and a kernel with overlayfs (modprobe overlay)";

    internal static HostCheck Run(string root)
    {
        var type = new DriveInfo(root).DriveFormat;
        try
        {
            Try(root);
            return HostCheck.Ok(Name, $"mounted and written to on {type}");
        }
        catch (Exception exception) when (exception is WhelkException or IOException or UnauthorizedAccessException)
        {
            return HostCheck.Fail(Name, $"on {type}: {exception.Message}", Mend);
        }
    }

    private static void Try(string root)
    {
        using var folder = new TrialFolder(root);
        var overlay = new OverlayMount { Lower = [folder.Add("lower")], Upper = folder.Add("upper"), Work = folder.Add("work") };
        var target = folder.Add("merged");
        File.WriteAllText(Path.Combine(overlay.Lower[0], "below"), "below");

        // The mount goes with the thread's namespace.
        using var thread = NamespaceThread.WithPrivateMounts(() => overlay.Mount(target));
        thread.Run(() => File.AppendAllText(Path.Combine(target, "below"), " and above"));
        if (File.ReadAllText(Path.Combine(overlay.Upper, "below")) != "below and above")
        {
            throw new WhelkException(ErrorCode.Internal, "what was written did not reach the upper side");
        }
    }
}
