using System.Text.Json.Nodes;
using Whelk.Cli.Output;
using Whelk.Errors;
using Xunit;

namespace Whelk.Cli.Tests.Output;

public sealed class OutputTests
{
    private static readonly Dictionary<string, string> Headings = new() { ["ID"] = "CONTAINER ID" };

    [Fact]
    public void Table_has_columns_of_ten_and_three_blanks_between_and_no_blank_at_the_end() => Assert.Equal(
        "ID        NAME                STATUS\n1         a-rather-long-one   Up\n22        b                   Exited (0) 2 seconds ago\n",
        Write(writer => TextTable.Write(writer, [["ID", "NAME", "STATUS"], ["1", "a-rather-long-one", "Up"], ["22", "b", "Exited (0) 2 seconds ago"]])));

    [Theory]
    [InlineData(null, "CONTAINER ID   NAMES\n1              web\n")]
    [InlineData("", "CONTAINER ID   NAMES\n1              web\n")]
    [InlineData("table", "CONTAINER ID   NAMES\n1              web\n")]
    [InlineData("table {{.Names}}\\t{{.ID}}", "NAMES     CONTAINER ID\nweb       1\n")]
    [InlineData("{{.ID}}: {{.Names}}", "1: web\n")]
    [InlineData("{{.ID}}\\n{{.Names}}", "1\nweb\n")]
    [InlineData("json", "{\"ID\":\"1\",\"Names\":\"web\"}\n")]
    [InlineData("{{json .}}", "{\"ID\":\"1\",\"Names\":\"web\"}\n")]
    public void Rows_are_written_as_the_format_says(string? format, string expected) =>
        Assert.Equal(expected, Write(writer => RowOutput.Write(writer, [new JsonObject { ["ID"] = "1", ["Names"] = "web" }], format, "table {{.ID}}\t{{.Names}}", Headings)));

    [Fact]
    public void Rows_of_nothing_are_the_headings_alone() =>
        Assert.Equal("CONTAINER ID   NAMES\n", Write(writer => RowOutput.Write(writer, [], null, "table {{.ID}}\t{{.Names}}", Headings)));

    [Theory]
    [InlineData(0, "0B", "0 B")]
    [InlineData(999, "999B", "999 B")]
    [InlineData(1000, "1kB", "1000 B")]
    [InlineData(1024, "1.02kB", "1 KiB")]
    [InlineData(4_440_000, "4.44MB", "4.234 MiB")]
    [InlineData(187_000_000, "187MB", "178.3 MiB")]
    [InlineData(999_600, "1000kB", "976.2 KiB")]
    [InlineData(long.MaxValue, "9.22EB", "8 EiB")]
    public void Sizes_have_three_digits_or_four(long bytes, string images, string memory) => Assert.Equal((images, memory), (HumanSize.Decimal(bytes), HumanSize.Binary(bytes)));

    [Fact]
    public void Filters_are_gathered_by_name() =>
        Assert.Equal("{\"status\":[\"exited\",\"created\"],\"label\":[\"a=b=c\"]}", Filters.ToJson(["status=exited", "Status = created", "label=a=b=c"]));

    [Fact]
    public void Filters_of_nothing_are_not_sent() => Assert.Null(Filters.ToJson([]));

    [Fact]
    public void Filter_without_a_value_is_refused_in_dockers_words() => Assert.Equal(
        "invalid argument \"status\" for \"-f, --filter\" flag: bad format of filter (expected name=value)",
        Assert.Throws<WhelkException>(() => Filters.ToJson(["status"])).Message);

    [Fact]
    public void Json_escapes_nothing_that_need_not_be()
    {
        var node = JsonNode.Parse("{\"a\":[\"<ä&'>\",1.50]}");

        Assert.Equal("{\"a\":[\"<ä&'>\",1.50]}", JsonText.Compact(node));
        Assert.Equal("{\n    \"a\": [\n        \"<ä&'>\",\n        1.50\n    ]\n}", JsonText.Indented(node));
        Assert.Equal("null", JsonText.Compact(null));
    }

    private static string Write(Action<TextWriter> write)
    {
        var writer = new StringWriter { NewLine = "\n" };
        write(writer);
        return writer.ToString();
    }
}
