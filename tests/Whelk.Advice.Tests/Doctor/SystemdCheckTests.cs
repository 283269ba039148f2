using Whelk.Advice.Doctor;
using Xunit;

namespace Whelk.Advice.Tests.Doctor;

public sealed class SystemdCheckTests
{
    [Fact]
    public void Scope_is_named_where_there_is_one() =>
        Assert.Equal([HostCheck.Ok("systemd", "workloads are in /a.slice/b.scope, which it has delegated")], SystemdCheck.Of("systemd", "/a.slice/b.scope", null));

    [Fact]
    public void Refusal_of_systemd_is_a_warning_in_its_words()
    {
        var check = Assert.Single(SystemdCheck.Of("cgroupfs", "/whelk-1", "it says no"));

        Assert.Equal((CheckStatus.Warn, "it says no"), (check.Status, check.Detail));
    }

    [Fact]
    public void Nothing_is_said_where_there_is_no_systemd() => Assert.Empty(SystemdCheck.Of("cgroupfs", "/whelk-1", null));
}
