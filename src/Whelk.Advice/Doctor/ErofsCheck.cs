using Whelk.Errors;
using Whelk.Images.Erofs;

namespace Whelk.Advice.Doctor;

/// <summary>Whether disks of VMs can be made from images: by making one.</summary>
internal static class ErofsCheck
{
    private const string Name = "erofs-utils";

    internal static async Task<HostCheck> RunAsync(string root, CancellationToken cancellationToken)
    {
        try
        {
            using var folder = new TrialFolder(root);
            var content = folder.Add("content");
            var file = Path.Combine(folder.Path, "image");
            await File.WriteAllTextAsync(Path.Combine(content, "file"), "content", cancellationToken);
            await ErofsTool.MakeAsync(file, content, cancellationToken);
            return HostCheck.Ok(Name, "mkfs.erofs made a file system");
        }
        catch (Exception exception) when (exception is WhelkException or IOException)
        {
            return HostCheck.Fail(Name, exception.Message, "apt-get install erofs-utils");
        }
    }
}
