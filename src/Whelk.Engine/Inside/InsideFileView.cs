using System.Globalization;
using System.Text;
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
    private const int LongestStatus = 16 << 10;
    private const int LongestChanges = 32 << 20;

    public async Task<PathStatus?> TryStatAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await look.AskAsync([InsideWords.Stat, path], LongestStatus, cancellationToken);
        return answer.Length == 0 ? null : Parse(Encoding.UTF8.GetString(answer));
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
    internal async Task<IReadOnlyList<TreeChange>> FindChangesAsync(CancellationToken cancellationToken) =>
        ParseChanges(await look.AskAsync([InsideWords.Changes, .. MadeByRuntimes.Paths], LongestChanges, cancellationToken));

    /// <summary>A digit of <see cref="TreeChangeKind"/>, a blank, a path and a zero byte for each change.</summary>
    /// <exception cref="WhelkException">Corrupt, or Unavailable: too many.</exception>
    internal static IReadOnlyList<TreeChange> ParseChanges(ReadOnlySpan<byte> answer)
    {
        var changes = new ChangeList();
        while (!answer.IsEmpty)
        {
            var end = answer.IndexOf((byte)0);
            changes.Add(ParseChange(end < 0 ? throw NotUnderstood(null) : answer[..end]));
            answer = answer[(end + 1)..];
        }

        return changes.All;
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

    private static TreeChange ParseChange(ReadOnlySpan<byte> record) => record is [>= (byte)'0' and <= (byte)'2', (byte)' ', (byte)'/', ..]
        ? new TreeChange((TreeChangeKind)(record[0] - '0'), FilePath.From(record[2..]))
        : throw NotUnderstood(null);

    private static WhelkException NotUnderstood(Exception? inner) => new(ErrorCode.Corrupt, "the container's answer is not what was expected", inner);
}
