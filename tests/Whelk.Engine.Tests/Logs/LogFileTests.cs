using System.IO.Compression;
using Whelk.Engine.Logs;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Logs;

public sealed class LogFileTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void IsSameAs_what_it_was_compressed_to_looks_at_the_time_behind_a_long_line(int second, bool same)
    {
        // The longest line there is, each character of which JSON writes as six.
        var text = string.Concat(Enumerable.Repeat("\\u0001", 16 << 10));
        _scratch.File("plain", Line(text, 1));
        _scratch.File("other", Line(text, second));
        using (var source = File.OpenRead(_scratch["other"]))
        using (var target = new GZipStream(File.Create(_scratch["packed.gz"]), CompressionLevel.Fastest))
        {
            source.CopyTo(target);
        }

        using var plain = LogFile.TryOpen(_scratch["plain"])!;
        using var packed = LogFile.TryOpen(_scratch["packed"])!;

        Assert.Equal(same, plain.IsSameAs(packed));
    }

    private static string Line(string text, int second) => $"{{\"log\":\"{text}\",\"stream\":\"stdout\",\"time\":\"2024-01-01T00:00:0{second}Z\"}}\n";
}
