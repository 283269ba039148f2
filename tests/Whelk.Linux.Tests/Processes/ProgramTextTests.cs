using Whelk.Linux.Processes;
using Xunit;

namespace Whelk.Linux.Tests.Processes;

[Collection(WholeProcessCollection.Name)]
public sealed class ProgramTextTests
{
    [Fact]
    public void Text_is_let_go_that_is_a_files_and_has_no_page_of_the_process_s_own()
    {
        string[] smaps =
        [
            .. Mapping("00400000-00500000 r--p 00000000 fe:00 11 /usr/bin/program", 0),
            .. Mapping("00500000-00700000 r-xp 00100000 fe:00 11 /usr/bin/program", 0),
            .. Mapping("00700000-00800000 rw-p 00300000 fe:00 11 /usr/bin/program", 0),
            .. Mapping("7f0000000000-7f0000001000 r-xp 00000000 fe:00 12 /usr/lib/patched (deleted)", 4),
            .. Mapping("7f0000002000-7f0000003000 r-xp 00000000 fe:00 13 /usr/lib/with a space", 0),
            .. Mapping("7f0000004000-7f0000005000 r-xp 00000000 00:00 0", 0),
            .. Mapping("7f0000006000-7f0000007000 r-xs 00000000 fe:00 14 /shared", 0),
            .. Mapping("7fff00000000-7fff00002000 r-xp 00000000 00:00 0 [vdso]", 0),
        ];

        Assert.Equal([(0x500000L, 0x700000L), (0x7f0000002000, 0x7f0000003000)], ProgramText.Clean(smaps).Select(text => ((long)text.Start, (long)text.End)));
    }

    [Fact]
    public void The_process_goes_on_with_less_of_it_in_memory()
    {
        var before = MappedText();
        ProgramText.LetGo();

        Assert.InRange(MappedText(), 0, before / 2);
    }

    private static string[] Mapping(string head, int own) => [head, "Size:               1024 kB", "Rss:                 512 kB", $"Anonymous:             {own} kB", "VmFlags: rd ex mr mw me"];

    // In kB.
    private static int MappedText()
    {
        var (sum, counts) = (0, false);
        foreach (var words in File.ReadAllLines("/proc/self/smaps").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            counts = words[0].EndsWith(':') ? counts : words.Length > 5 && words[1] == "r-xp" && words[5].StartsWith('/');
            sum += counts && words[0] == "Rss:" ? int.Parse(words[1]) : 0;
        }

        return sum;
    }
}
