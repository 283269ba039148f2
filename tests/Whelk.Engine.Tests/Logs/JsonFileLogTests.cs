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
            _clock.Advance(TimeSpan.FromSeconds(1));
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
    public void End_tells_the_last_line_among_those_of_its_time_and_what_has_only_begun()
    {
        using var log = Open();
        Assert.Equal(new LogMark(string.Empty, 0), log.End().Mark);

        log.Append("stdout", "one\ntwo\nth"u8);
        log.Append("stderr", "wa"u8);
        var end = log.End();
        _clock.Advance(TimeSpan.FromSeconds(1));
        log.Append("stdout", "ree\n"u8);

        Assert.Equal((new LogMark("2024-05-06T07:08:09.123456700Z", 2), "th", "wa"), (end.Mark, Encoding.UTF8.GetString(end.Output), Encoding.UTF8.GetString(end.Error)));
        Assert.Equal((new LogMark("2024-05-06T07:08:10.123456700Z", 1), 0), (log.End().Mark, log.End().Output.Length));
    }

    [Fact]
    public void End_of_a_log_that_an_earlier_run_wrote_is_its_last_line()
    {
        using (var earlier = Open())
        {
            earlier.Append("stdout", "one\ntwo\n"u8);
        }

        using var log = Open();
        Assert.Equal(new LogMark("2024-05-06T07:08:09.123456700Z", 0), log.End().Mark);
        log.Append("stdout", "three\n"u8);
        Assert.Equal(0, log.End().Mark.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        log.Append("stdout", "four\n"u8);
        Assert.Equal(new LogMark("2024-05-06T07:08:10.123456700Z", 1), log.End().Mark);
    }

    [Theory]
    [InlineData("nothing was there", "", 0, "", 0, "b", true)]
    [InlineData("the last line is not reached", "b", 1, "a", 1, "b", false)]
    [InlineData("it was the one before", "b", 1, "b", 1, "c", true)]
    [InlineData("another of its time, which came later", "b", 1, "b", 1, "b", true)]
    [InlineData("another of its time, which was there", "b", 2, "b", 1, "b", false)]
    [InlineData("nobody counted, of its time", "b", 0, "b", 3, "b", false)]
    [InlineData("nobody counted, of another", "b", 0, "b", 3, "c", true)]
    [InlineData("the clock was set back since", "b", 1, "b", 1, "a", true)]
    public void Mark_tells_what_came_later(string trick, string time, int ofIt, string before, int count, string line, bool expected) =>
        Assert.True(expected == new LogMark(time, ofIt).IsBefore(new LogLine("x", "stdout", line), before, count), trick);

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
