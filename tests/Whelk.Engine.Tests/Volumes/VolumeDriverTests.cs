using Whelk.Engine.Volumes;
using Whelk.Errors;
using Whelk.Linux.Mounts;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Volumes;

public sealed class VolumeDriverTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose()
    {
        Mount.Remove(Path.Combine(_scratch, "target"));
        _scratch.Dispose();
    }

    [Theory]
    [InlineData("bogus=1", "create v: invalid option: \"bogus\"")]
    [InlineData("type=tmpfs", "create v: missing required option: \"device\"")]
    [InlineData("device=/x", "create v: missing required option: \"type\"")]
    [InlineData("o=bind", "create v: missing required option: \"device\"")]
    [InlineData("size=1g", "create v: quota size requested but no quota support")]
    public void Check_refuses_in_dockers_words(string pairs, string message) =>
        Assert.Equal((ErrorCode.InvalidArgument, message), Assert.Throws<WhelkException>(() => VolumeDriver.Check("v", Options(pairs))) is var error ? (error.Code, error.Message) : default);

    [Theory]
    [InlineData("type=tmpfs device=tmpfs o=size=64k,mode=700", "tmpfs")]
    [InlineData("type=none device=/etc o=bind,ro", "ro")]
    public async Task Mount_is_made_as_mount_takes_it(string pairs, string expected)
    {
        VolumeDriver.Check("v", Options(pairs));
        var target = Directory.CreateDirectory(Path.Combine(_scratch, "target")).FullName;

        await VolumeDriver.MountAsync(Options(pairs), target);

        Assert.Contains(expected, File.ReadLines("/proc/self/mounts").Single(line => line.Contains(target, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mount_that_cannot_be_made_says_why()
    {
        var target = Directory.CreateDirectory(Path.Combine(_scratch, "target")).FullName;

        var error = await Assert.ThrowsAsync<WhelkException>(() => VolumeDriver.MountAsync(Options("type=none device=/nosuch o=bind"), target));

        Assert.StartsWith($"error while mounting volume '{target}': failed to mount local volume: ", error.Message);
    }

    private static Dictionary<string, string> Options(string pairs) => pairs.Split(' ').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}
