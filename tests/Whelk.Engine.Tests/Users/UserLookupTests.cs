using Whelk.Engine.Users;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Users;

public sealed class UserLookupTests
{
    private const string Passwd =
        """
        root:x:0:0:root:/root:/bin/sh
        # a comment: with:colons
        daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
        web:x:1000:1000::/home/web:/bin/sh
        homeless:x:1001:1000:::
        1002:x:5000:5000:a name that is a number:/five:
        broken:x:notanumber:1:::
        short:x:1
        """;

    private const string Group = "root:x:0:\nweb:x:1000:\nadm:x:4:web,daemon\naudio:x:29:web\nbad:x:many:web\n4000:x:77:\n";

    [Theory]
    [InlineData("", 0u, 0u, "", "/root")]
    [InlineData("root", 0u, 0u, "", "/root")]
    [InlineData("web", 1000u, 1000u, "4,29", "/home/web")]
    [InlineData("1000", 1000u, 1000u, "4,29", "/home/web")]
    [InlineData("daemon", 1u, 1u, "4", "/usr/sbin")]
    [InlineData("homeless", 1001u, 1000u, "", "/")]
    [InlineData("web:audio", 1000u, 29u, "", "/home/web")]
    [InlineData("web:12345", 1000u, 12345u, "", "/home/web")]
    [InlineData("4711", 4711u, 0u, "", "/")]
    [InlineData("4711:4712", 4711u, 4712u, "", "/")]
    [InlineData(":audio", 0u, 29u, "", "/root")]
    [InlineData("1002", 5000u, 5000u, "", "/five")]
    [InlineData("0:4000", 0u, 77u, "", "/root")]
    public void Resolve_finds_user_group_further_groups_and_home(string wanted, uint uid, uint gid, string more, string home)
    {
        var resolved = UserLookup.Resolve(wanted, Passwd, Group, []);

        Assert.Equal((uid, gid, more, home), (resolved.User.Uid, resolved.User.Gid, string.Join(',', resolved.User.AdditionalGids ?? []), resolved.Home));
    }

    [Theory]
    [InlineData("", 0u, 0u, "/root")]
    [InlineData("0", 0u, 0u, "/root")]
    [InlineData("33:44", 33u, 44u, "/")]
    public void Resolve_in_an_image_without_users_takes_numbers(string wanted, uint uid, uint gid, string home)
    {
        var resolved = UserLookup.Resolve(wanted, string.Empty, string.Empty, []);

        Assert.Equal((uid, gid, home), (resolved.User.Uid, resolved.User.Gid, resolved.Home));
    }

    [Theory]
    [InlineData("nobody", "unable to find user nobody: no matching entries in passwd file")]
    [InlineData("web:nogroup", "unable to find group nogroup: no matching entries in group file")]
    [InlineData("broken", "unable to find user broken: no matching entries in passwd file")]
    [InlineData("short", "unable to find user short: no matching entries in passwd file")]
    [InlineData("-1", "unable to find user -1: no matching entries in passwd file")]
    [InlineData("2147483648", "unable to find user 2147483648: no matching entries in passwd file")]
    [InlineData("web:1:2", "unable to find group 1:2: no matching entries in group file")]
    [InlineData("web:bad", "unable to find group bad: no matching entries in group file")]
    public void Resolve_of_what_the_image_does_not_know_throws_dockers_words(string wanted, string message)
    {
        var error = Assert.Throws<WhelkException>(() => UserLookup.Resolve(wanted, Passwd, Group, []));

        Assert.Equal((ErrorCode.InvalidArgument, message), (error.Code, error.Message));
    }

    [Fact]
    public void Resolve_adds_the_groups_that_were_asked_for_once()
    {
        var resolved = UserLookup.Resolve("web", Passwd, Group, ["audio", "999", "adm"]);

        Assert.Equal([4u, 29u, 999u], resolved.User.AdditionalGids);
        Assert.Throws<WhelkException>(() => UserLookup.Resolve("web", Passwd, Group, ["nogroup"]));
    }
}
