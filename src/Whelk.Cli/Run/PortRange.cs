using System.Globalization;
using System.Runtime.InteropServices;
using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>Consecutive ports, "80" or "80-90".</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PortRange(int First, int Last)
{
    public int Count => Last - First + 1;

    /// <exception cref="WhelkException">InvalidArgument, in Docker's words: "invalid hostPort: x".</exception>
    public static PortRange Parse(string text, string what)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var first = PortOf(dash < 0 ? text : text[..dash]);
        var last = PortOf(dash < 0 ? text : text[(dash + 1)..]);
        return first is { } from && last is { } to && from <= to
            ? new PortRange(from, to)
            : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid {what}: {text}");
    }

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";

    private static int? PortOf(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
