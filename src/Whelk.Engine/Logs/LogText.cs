using System.Buffers;
using System.Text;

namespace Whelk.Engine.Logs;

/// <summary>A JSON string byte for byte as Docker's json-file driver writes it (moby, daemon/logger/jsonfilelog/jsonlog/jsonlogbytes.go).</summary>
internal static class LogText
{
    /// <summary>Writes the text in quotes; a byte that is no UTF-8 becomes \ufffd.</summary>
    internal static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write("\""u8);
        var start = 0;
        for (var i = 0; i < text.Length;)
        {
            var status = Rune.DecodeFromUtf8(text[i..], out var rune, out var size);
            size = status == OperationStatus.Done ? size : 1;
            if (status != OperationStatus.Done || IsEscaped(rune.Value))
            {
                output.Write(text[start..i]);
                Escape(output, rune.Value);
                start = i + size;
            }

            i += size;
        }

        output.Write(text[start..]);
        output.Write("\""u8);
    }

    private static bool IsEscaped(int rune) => rune is < ' ' or '"' or '\\' or '<' or '>' or '&' or 0x2028 or 0x2029;

    private static void Escape(IBufferWriter<byte> output, int rune) => output.Write(Encoding.ASCII.GetBytes(rune switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        _ => $"\\u{rune:x4}",
    }));
}
