using System.Text;
using Whelk.Engine.Logs;
using Whelk.Linux.Mounts;
using Whelk.Linux.Namespaces;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Logs;

public sealed class JsonFileLogTests : IDisposable
{
    private const string Suffix = "\"stream\":\"stdout\",\"time\":\"2024-05-06T07:08:09.123456700Z\"}\n";
    private readonly ScratchFolder _scratch = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero).AddTicks(1234567));

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Line_is_dockers_json_byte_for_byte()
    {
        using (var log = Open())
        {
            log.Append("stdout", "hello <world>\n"u8);
            _clock.Now = _clock.Now.AddSeconds(1);
            log.Append("stderr", "oops\tno\n"u8);
        }

        Assert.Equal(
            "{\"log\":\"hello \\u003cworld\\u003e\\n\"," + Suffix
            + "{\"log\":\"oops\\u0009no\\n\",\"stream\":\"stderr\",\"time\":\"2024-05-06T07:08:10.123456700Z\"}\n",
            Content());
    }

    [Fact]
    public void Lines_are_put_together_from_parts_and_the_rest_is_written_at_the_end()
    {
        using (var log = Open())
        {
            log.Append("stdout", "one\ntw"u8);
            log.Append("stderr", "other\n"u8);
            Assert.DoesNotContain("tw", Content());
            log.Append("stdout", "o\nrest"u8);
        }

        Assert.Equal(["one\\n", "other\\n", "two\\n", "rest"], Texts());
    }

    [Fact]
    public void Closed_twice_writes_the_rest_once()
    {
        using (var log = Open())
        {
            log.Append("stdout", "rest"u8);
            log.Dispose();
        }

        Assert.Equal(["rest"], Texts());
    }

    [Fact]
    public void Empty_lines_are_lines()
    {
        using (var log = Open())
        {
            log.Append("stdout", "\n\n"u8);
            log.Append("stdout", ""u8);
        }

        Assert.Equal(["\\n", "\\n"], Texts());
    }

    [Theory]
    [InlineData(16383, "16383n")]
    [InlineData(16384, "16384 0n")]
    [InlineData(16385, "16384 1n")]
    [InlineData(40000, "16384 16384 7232n")]
    public void Long_lines_are_cut_at_sixteen_kibibytes(int length, string expected)
    {
        using (var log = Open())
        {
            log.Append("stdout", Encoding.ASCII.GetBytes(new string('x', length) + "\n"));
        }

        Assert.Equal(expected, string.Join(' ', Texts().Select(text => text.EndsWith("\\n", StringComparison.Ordinal) ? $"{text.Length - 2}n" : $"{text.Length}")));
    }

    [Fact]
    public void Reopened_log_is_appended_to()
    {
        Write("one\n");
        Write("two\n");

        Assert.Equal(["one\\n", "two\\n"], Texts());
    }

    [Fact]
    public void Line_that_an_earlier_writer_left_torn_costs_itself_alone()
    {
        _scratch.File("json.log", "{\"log\":\"to");
        Write("next\n");

        Assert.Equal("{\"log\":\"to\n{\"log\":\"next\\n\"," + Suffix, Content());
    }

    [Fact]
    public void Full_disk_loses_lines_and_the_next_ones_are_whole()
    {
        var disk = _scratch.Folder("disk");
        using var thread = NamespaceThread.WithPrivateMounts(() => Mount.Add("tmpfs", disk, "tmpfs", data: "size=8k"));
        var lines = thread.Run(() =>
        {
            var path = Path.Combine(disk, "json.log");
            File.WriteAllBytes(Path.Combine(disk, "filler"), new byte[4096]);
            using (var log = new JsonFileLog(path, _clock))
            {
                log.Append("stdout", Encoding.ASCII.GetBytes(new string('x', 5000) + "\n"));
                File.Delete(Path.Combine(disk, "filler"));
                log.Append("stdout", "after\n"u8);
            }

            return File.ReadAllLines(path);
        });

        Assert.Equal("{\"log\":\"after\\n\"," + Suffix, lines[^1] + "\n");
    }

    private JsonFileLog Open() => new(_scratch["json.log"], _clock);

    private void Write(string text)
    {
        using var log = Open();
        log.Append("stdout", Encoding.UTF8.GetBytes(text));
    }

    private string Content() => File.ReadAllText(_scratch["json.log"]);

    private IEnumerable<string> Texts() => File.ReadLines(_scratch["json.log"]).Select(line => line.Split('"')[3]);
}
