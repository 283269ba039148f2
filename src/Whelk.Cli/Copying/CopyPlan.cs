using Whelk.Errors;

namespace Whelk.Cli.Copying;

/// <summary>Where a copy goes and under which name, by the rules of docker cp (moby, pkg/archive/copy.go).</summary>
/// <param name="Folder">The folder that the archive is unpacked in.</param>
/// <param name="Name">What the copied thing is called there; null for its own name.</param>
internal sealed record CopyPlan(string Folder, string? Name)
{
    /// <param name="sourceIsFolder">Whether a folder is copied.</param>
    /// <param name="target">The path copied to, absolute.</param>
    /// <param name="targetIsFolder">Whether there is a folder; null where there is nothing.</param>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static CopyPlan Of(bool sourceIsFolder, string target, bool? targetIsFolder)
    {
        var saysFolder = target.EndsWith('/') || target.EndsWith("/.", StringComparison.Ordinal);
        return (targetIsFolder, sourceIsFolder) switch
        {
            (true, _) => new CopyPlan(target, null),
            (false, true) => throw new WhelkException(ErrorCode.InvalidArgument, "cannot copy directory"),
            (null, false) when saysFolder => throw new WhelkException(ErrorCode.InvalidArgument, "no such directory"),
            _ => Beside(target),
        };
    }

    private static CopyPlan Beside(string target)
    {
        var clean = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        return new CopyPlan(Path.GetDirectoryName(clean) ?? "/", Path.GetFileName(clean));
    }
}
