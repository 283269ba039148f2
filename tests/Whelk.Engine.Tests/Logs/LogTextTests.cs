using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Whelk.Engine.Logs;
using Xunit;

namespace Whelk.Engine.Tests.Logs;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("a\"b\\c", "a\\\"b\\\\c")]
    [InlineData("end\r\n", "end\\r\\n")]
    [InlineData("\t\u0001\u001b[0m\u007f", "\\u0009\\u0001\\u001b[0m\u007f")]
    [InlineData("<a> & b", "\\u003ca\\u003e \\u0026 b")]
    [InlineData("größe 漢 😀", "größe 漢 😀")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    public void Write_escapes_what_docker_escapes(string text, string expected) => Assert.Equal($"\"{expected}\"", Written(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("FF", "\\ufffd")]
    [InlineData("61C3", "a\\ufffd")]
    [InlineData("E6BC61", "\\ufffd\\ufffda")]
    [InlineData("EDA080", "\\ufffd\\ufffd\\ufffd")]
    public void Write_replaces_each_byte_that_is_no_text(string bytes, string expected) => Assert.Equal($"\"{expected}\"", Written(Convert.FromHexString(bytes)));

    [Fact]
    public void Write_of_any_text_is_read_back_by_any_reader() =>
        Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(text => JsonDocument.Parse(Written(Encoding.UTF8.GetBytes(text))).RootElement.GetString() == text);

    private static string Written(byte[] text)
    {
        var output = new ArrayBufferWriter<byte>();
        LogText.Write(output, text);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
