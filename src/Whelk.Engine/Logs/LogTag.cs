using System.Text.RegularExpressions;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Logs;

/// <summary>The option "tag": a text with fields of the workload in it, as {{.Name}} (moby, daemon/logger/loggerutils/log_tag.go).</summary>
internal static partial class LogTag
{
    private static readonly string[] Fields = ["ID", "FullID", "Name", "ImageID", "ImageFullID", "ImageName", "DaemonName", "Command", "FullCommand"];

    /// <returns>The tag.</returns>
    /// <exception cref="WhelkException">InvalidArgument: a field that there is not.</exception>
    internal static string Check(string tag)
    {
        var unknown = Field().Matches(tag).Select(match => match.Groups["name"].Value).FirstOrDefault(name => !Fields.Contains(name));
        var rest = Field().Replace(tag, string.Empty);
        return unknown is null && !rest.Contains("{{", StringComparison.Ordinal) ? tag : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid log tag: {tag}: fields are {string.Join(", ", Fields)}");
    }

    internal static string Render(string tag, WorkloadSpec spec) => Field().Replace(tag, match => match.Groups["name"].Value switch
    {
        "ID" => spec.ShortId,
        "FullID" => spec.Id,
        "Name" => spec.Name,
        "ImageID" => spec.ImageId[(spec.ImageId.IndexOf(':') + 1)..][..12],
        "ImageFullID" => spec.ImageId,
        "ImageName" => spec.Options.Image,
        "Command" => spec.Arguments[0],
        "FullCommand" => string.Join(' ', spec.Arguments),
        _ => "whelk",
    });

    [GeneratedRegex(@"\{\{\s*\.(?<name>\w+)\s*\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();
}
