using Whelk.Linux.Systemd;
using Xunit;

namespace Whelk.Linux.Tests.Systemd;

public sealed class ScopeOptionsTests
{
    [Theory]
    [InlineData("whelk.slice", true)]
    [InlineData("a-b-c.slice", true)]
    [InlineData("-.slice", true)]
    [InlineData("system-getty@.slice", false)]
    [InlineData(".slice", false)]
    [InlineData("a.scope", false)]
    [InlineData("a/b.slice", false)]
    [InlineData("-a.slice", false)]
    [InlineData("a--b.slice", false)]
    [InlineData("a b.slice", false)]
    [InlineData("a.slice/..", false)]
    [InlineData("", false)]
    public void Slice_is_known_by_its_name(string name, bool expected) => Assert.Equal(expected, ScopeOptions.IsSlice(name));

    [Fact]
    public void Scope_is_asked_for_with_its_whole_group_delegated_and_no_limit_of_tasks() => Assert.Equal(
        "--scope --collect --quiet --unit=a.scope --slice=b.slice --description=c d --property=Delegate=yes --property=TasksMax=infinity --property=TimeoutStopSec=10 --",
        string.Join(' ', DelegatedScope.Command(new ScopeOptions { Name = "a.scope", Slice = "b.slice", Description = "c d", StopTimeout = TimeSpan.FromSeconds(10) })));

    [Fact]
    public void Properties_of_a_unit_are_read_as_systemctl_shows_them()
    {
        var shown = SystemdHost.ParseShown("LoadState=loaded\nControlGroup=/a.slice/b.scope\nDescription=x=y\nSlice=\n");

        Assert.Equal(("loaded", "/a.slice/b.scope", "x=y", ""), (shown["LoadState"], shown["ControlGroup"], shown["Description"], shown["Slice"]));
    }
}
