using System.Text.Json;
using Whelk.Cli.Client;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Copying;

/// <summary>What a path of a workload is, as the daemon says it in a header.</summary>
internal sealed record RemotePath(bool IsFolder, bool IsLink, string LinkTarget)
{
    private const uint Folder = 1u << 31;
    private const uint Link = 1 << 27;

    /// <returns>Null where there is nothing.</returns>
    public static RemotePath? TryAsk(EngineClient engine, ContainerPath path)
    {
        try
        {
            using var answer = engine.Send(new EngineRequest("HEAD", TargetOf(path).ToString()));
            return Of(answer);
        }
        catch (EngineException)
        {
            // Whatever stands against it, the copy will say it better.
            return null;
        }
    }

    public static RemotePath Of(EngineResponse answer)
    {
        var text = answer.Head.PathStat ?? throw new WhelkException(ErrorCode.Corrupt, "the daemon's answer does not say what the path is");
        var stat = JsonSerializer.Deserialize(Convert.FromBase64String(text), WireJson.Default.PathStat)!;
        return new RemotePath((stat.Mode & Folder) != 0, (stat.Mode & Link) != 0, stat.LinkTarget);
    }

    public static QueryString TargetOf(ContainerPath path) =>
        new QueryString($"/containers/{QueryString.Escape(path.Container!)}/archive").Add("path", path.Path);
}
