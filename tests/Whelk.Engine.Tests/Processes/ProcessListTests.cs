using Whelk.Engine.Processes;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Processes;

public sealed class ProcessListTests
{
    private const string Table = "UID   PID  PPID CMD\nroot    7     1 sh -c  a  b\nroot   77     7 sleep 9\n";

    [Fact]
    public void Parse_what_overhangs_belongs_to_the_last_column()
    {
        var list = ProcessList.Parse(Table, new HashSet<int> { 7 });

        Assert.Equal(["UID", "PID", "PPID", "CMD"], list.Titles);
        Assert.Equal(["root", "7", "1", "sh -c a b"], Assert.Single(list.Rows));
    }

    [Fact]
    public void Parse_without_a_choice_takes_all() => Assert.Equal(2, ProcessList.Parse(Table, null).Rows.Count);

    [Fact]
    public void Parse_threads_follow_their_process()
    {
        var list = ProcessList.Parse("PID CMD\n7 a\n- t1\n8 b\n- t2\n", new HashSet<int> { 7 });

        Assert.Equal(["7 a", "- t1"], list.Rows.Select(row => string.Join(' ', row)));
    }

    [Fact]
    public void Parse_without_a_column_of_numbers_is_refused() =>
        Assert.Equal("Couldn't find PID field in ps output", Assert.Throws<WhelkException>(() => ProcessList.Parse("CMD\nx\n", null)).Message);

    [Theory]
    [InlineData("-ef", "uid,pid,ppid,c,stime,tty,time,cmd")]
    [InlineData("-o pid,comm", "pid,comm")]
    [InlineData("-opid", "pid")]
    public void Of_arguments_that_name_a_table(string arguments, string columns) => Assert.Equal(columns, ProcessColumns.Of(arguments));

    [Fact]
    public void Of_other_arguments_are_refused_by_name() => Assert.Contains("ps_args", Assert.Throws<WhelkException>(() => ProcessColumns.Of("-m -T")).Message, StringComparison.Ordinal);
}
