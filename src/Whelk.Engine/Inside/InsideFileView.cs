using System.Globalization;
using Whelk.Archives.Trees;
using Whelk.Engine.Files;
using Whelk.Errors;
using Whelk.Images.Archives;
using Whelk.Linux.Files;

namespace Whelk.Engine.Inside;

/// <summary>The files of a workload that only its runtime can reach.</summary>
/// <param name="look">The runtime's way in.</param>
/// <param name="held">What keeps a workload there that does not run; disposed at the end.</param>
/// <param name="forgets">Whether what is written goes with <paramref name="held"/>.</param>
internal sealed class InsideFileView(InsideLook look, IAsyncDisposable? held = null, bool forgets = false) : IFileView
{
    public async Task<PathStatus?> TryStatAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await look.AskAsync([InsideWords.Stat, path], cancellationToken);
        return answer.Length == 0 ? null : Parse(answer);
    }

    public Task PackAsync(string path, Stream target, CancellationToken cancellationToken) => look.ReceiveAsync([InsideWords.Pack, path], target, cancellationToken);

    public Task PackAllAsync(Stream target, CancellationToken cancellationToken) => look.ReceiveAsync([InsideWords.PackAll], target, cancellationToken);

    public Task UnpackAsync(string folder, ArchiveStream archive, UnpackOptions options, CancellationToken cancellationToken) => forgets
        ? throw new WhelkException(ErrorCode.Unsupported, "not supported by this version of whelk: copying into a VM with AutoRemove that does not run: what it writes is in its memory alone")
        : look.SendAsync(
            [InsideWords.Unpack, folder, options.KeepsKinds ? "1" : "0", Text(options.Owner?.Uid), Text(options.Owner?.Gid)],
            archive,
            cancellationToken);

    /// <summary>What the workload has changed of its image.</summary>
    internal async Task<IReadOnlyList<TreeChange>> FindChangesAsync(CancellationToken cancellationToken)
    {
        var answer = await look.AskAsync([InsideWords.Changes, .. MadeByRuntimes.Paths], cancellationToken);
        return [.. answer.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(ParseChange)];
    }

    public ValueTask DisposeAsync() => held?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string Text(uint? number) => number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private static PathStatus Parse(string answer)
    {
        try
        {
            var fields = answer.Split(' ', 7);
            return new PathStatus
            {
                Kind = (FileKind)int.Parse(fields[0], CultureInfo.InvariantCulture),
                Mode = uint.Parse(fields[1], CultureInfo.InvariantCulture) & 0xFFF,
                Size = long.Parse(fields[2], CultureInfo.InvariantCulture),
                Seconds = long.Parse(fields[3], CultureInfo.InvariantCulture),
                Nanoseconds = long.Parse(fields[4], CultureInfo.InvariantCulture) % 1_000_000_000,
                LeadsToFolder = fields[5] == "1",
                Resolved = fields[6],
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw NotUnderstood(exception);
        }
    }

    private static TreeChange ParseChange(string record) => record is [>= '0' and <= '2', ' ', '/', ..]
        ? new TreeChange((TreeChangeKind)(record[0] - '0'), FilePath.From(record[2..]))
        : throw NotUnderstood(null);

    private static WhelkException NotUnderstood(Exception? inner) => new(ErrorCode.Corrupt, "the container's answer is not what was expected", inner);
}
