using Whelk.Archives.Tar;
using Whelk.Archives.Trees;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Cli.Copying;

/// <summary>From this machine into a workload.</summary>
internal static class CopyIn
{
    /// <returns>The bytes of the archive.</returns>
    public static long Run(CommandHost host, EngineClient engine, string source, ContainerPath target, bool follow, bool archive)
    {
        var place = Resolve(engine, target, out var isFolder);
        if (source == CopyCommand.Standard)
        {
            return isFolder is true
                ? Send(engine, place, archive, host.Input)
                : throw new WhelkException(ErrorCode.InvalidArgument, $"destination \"{target.Container}:{target.Path}\" must be a directory");
        }

        using var root = DirectoryHandle.Open("/");
        var tree = new FileTree(root);
        var path = Local(source);
        var status = tree.TryStat(path) ?? throw new WhelkException(ErrorCode.NotFound, $"lstat {path}: no such file or directory");
        var found = follow && !path.IsFolder && status.Kind == FileKind.SymbolicLink ? TreePath.Parse(status.Resolved) : path;
        var plan = CopyPlan.Of(follow ? status.LeadsToFolder : status.Kind == FileKind.Directory, place.Path, isFolder);
        return SendTree(engine, place with { Path = plan.Folder }, archive, tree, found, plan.Name ?? path.BaseName);
    }

    // A link at the target's end is followed; what is not there yet may be made.
    private static ContainerPath Resolve(EngineClient engine, ContainerPath target, out bool? isFolder)
    {
        var asked = target with { Path = target.Path.StartsWith('/') ? target.Path : $"/{target.Path}" };
        var found = RemotePath.TryAsk(engine, asked);
        if (found is { IsLink: true })
        {
            asked = asked with { Path = found.LinkTarget };
            found = RemotePath.TryAsk(engine, asked);
        }

        isFolder = found?.IsFolder;
        return asked;
    }

    private static TreePath Local(string source)
    {
        var full = Path.GetFullPath(source);
        return TreePath.Parse(source is "." || source.EndsWith("/.", StringComparison.Ordinal) ? $"{full}/." : full);
    }

    // The archive is made on a thread of its own, a pipe's length ahead of what is sent.
    private static long SendTree(EngineClient engine, ContainerPath folder, bool archive, FileTree tree, TreePath source, string name)
    {
        using var pipe = Pipe.Create();
        Exception? failure = null;
        var packing = new Thread(() => failure = Pack(tree, source, name, pipe)) { IsBackground = true, Name = "archive" };
        packing.Start();
        using var content = new FileStream(pipe.Read, FileAccess.Read, 0);
        long bytes;
        try
        {
            bytes = Send(engine, folder, archive, content);
        }
        catch (Exception)
        {
            // Of an archive that breaks off the engine can say no more than that. Where it was the engine that refused, nobody reads on.
            content.Dispose();
            packing.Join();
            if (failure is not null and not IOException { HResult: (int)Errno.EPIPE })
            {
                throw ReasonOf(failure);
            }

            throw;
        }

        packing.Join();
        return failure is null ? bytes : throw ReasonOf(failure);
    }

    private static WhelkException ReasonOf(Exception failure) => new((failure as WhelkException)?.Code ?? ErrorCode.Unavailable, failure.Message, failure);

    private static Exception? Pack(FileTree tree, TreePath source, string name, Pipe pipe)
    {
        try
        {
            using var stream = new FileStream(pipe.Write, FileAccess.Write, 0);
            var archive = new TarWriter(stream);
            new TreePacker(tree, archive, CancellationToken.None).Pack(source, name);
            archive.WriteEnd();
            return null;
        }
        catch (Exception exception) when (exception is WhelkException or IOException)
        {
            return exception;
        }
    }

    private static long Send(EngineClient engine, ContainerPath folder, bool archive, Stream content)
    {
        var counted = new CountingStream(content);
        var target = RemotePath.TargetOf(folder).Add("noOverwriteDirNonDir", "true").Add("copyUIDGID", archive);
        engine.Do(new EngineRequest("PUT", target.ToString()) { Upload = counted, ContentType = "application/x-tar" });
        return counted.Count;
    }
}
