using System.Runtime.InteropServices;

namespace Whelk.Linux.Processes;

/// <summary>Strings and string lists in native memory, freed together.</summary>
internal sealed class NativeStrings : IDisposable
{
    private readonly List<nint> _blocks = [];

    internal unsafe byte* Add(string text)
    {
        var block = Marshal.StringToCoTaskMemUTF8(text);
        _blocks.Add(block);
        return (byte*)block;
    }

    internal unsafe byte** AddList(IReadOnlyList<string> texts)
    {
        var block = Marshal.AllocCoTaskMem((texts.Count + 1) * sizeof(byte*));
        _blocks.Add(block);

        // SAFETY: the block holds Count pointers and the closing null.
        var list = (byte**)block;
        for (var i = 0; i < texts.Count; i++)
        {
            list[i] = Add(texts[i]);
        }

        list[texts.Count] = null;
        return list;
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
        {
            Marshal.FreeCoTaskMem(block);
        }
    }
}
