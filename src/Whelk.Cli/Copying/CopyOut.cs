using Whelk.Archives.Tar;
using Whelk.Archives.Trees;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Linux.Files;

namespace Whelk.Cli.Copying;

/// <summary>From a workload to this machine. What comes belongs to whoever copies.</summary>
internal static class CopyOut
{
    /// <returns>The bytes of the archive.</returns>
    public static long Run(CommandHost host, EngineClient engine, ContainerPath source, string target, bool follow)
    {
        var wanted = follow && RemotePath.TryAsk(engine, source) is { IsLink: true } link ? source with { Path = link.LinkTarget } : source;
        using var answer = engine.Send(EngineRequest.Get(RemotePath.TargetOf(wanted).ToString()));
        var content = new CountingStream(answer.Body);
        if (target == CopyCommand.Standard)
        {
            content.CopyTo(host.Output);
            return content.Count;
        }

        var plan = CopyPlan.Of(RemotePath.Of(answer).IsFolder, Full(target), Directory.Exists(target) ? true : File.Exists(target) ? false : null);

        // What a workload sends is a stranger's: the folder copied to is the root that no link in it leads out of.
        using var root = DirectoryHandle.Open(plan.Folder);
        using var self = DirectoryHandle.Open("/proc/self");
        var me = self.TryStat(FilePath.From("."u8))!;
        var name = plan.Name ?? (follow && wanted != source ? TreePath.Parse(source.Path).BaseName : null);
        var options = new UnpackOptions { KeepsKinds = true, Owner = (me.Uid, me.Gid), Renames = name is null ? null : (TreePath.Parse(wanted.Path).BaseName, name) };
        new TreeUnpacker(new FileTree(root), TreePath.Parse("/"), options).Unpack(new TarReader(content), CancellationToken.None);
        return content.Count;
    }

    // A trailing slash says something, and GetFullPath keeps it; a dot does, too.
    private static string Full(string path) => path.EndsWith("/.", StringComparison.Ordinal) || path == "." ? Path.GetFullPath(path) + "/." : Path.GetFullPath(path);
}
