using Whelk.Linux.Machine;
using Whelk.Testing;
using Xunit;

namespace Whelk.Linux.Tests.Machine;

public sealed class SecurityModulesTests
{
    [Fact]
    public void OfHost_without_a_file_of_theirs_has_none()
    {
        using var root = new ScratchFolder();

        Assert.Equal(new SecurityModules(AppArmor: false, SELinux: false), SecurityModules.OfHost(root));
    }

    [Theory]
    [InlineData("sys/module/apparmor/parameters/enabled", "Y\n", true, false)]
    [InlineData("sys/module/apparmor/parameters/enabled", "N\n", false, false)]
    [InlineData("sys/fs/selinux/enforce", "0", false, true)]
    public void OfHost_goes_by_what_the_kernel_shows(string path, string text, bool appArmor, bool seLinux)
    {
        using var root = new ScratchFolder();
        root.File(path, text);

        Assert.Equal(new SecurityModules(appArmor, seLinux), SecurityModules.OfHost(root));
    }
}
