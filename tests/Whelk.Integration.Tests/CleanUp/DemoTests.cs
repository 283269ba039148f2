using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.CleanUp;

/// <summary>./demo, as a new user runs it, leaves the host as it was.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Demo_shows_both_kernels_and_leaves_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("whelk-it-demo-");
        var result = await Program.RunAsync(
            Checkout.File("demo"), ["--runs", "1", "--no-build"], new Dictionary<string, string> { ["TMPDIR"] = folder.FullName });

        Assert.True(result.Status.Succeeded, result.Error);
        Assert.Contains("hello from a container", result.Output, StringComparison.Ordinal);
        Assert.Contains("hello from a virtual machine", result.Output, StringComparison.Ordinal);
        Assert.Contains((await File.ReadAllTextAsync(Checkout.Built("guest/release"))).Trim(), result.Output, StringComparison.Ordinal);
        Assert.Empty(folder.EnumerateFileSystemInfos());
        Assert.Empty(await Leftovers.OfAsync(folder.FullName, RootIn(result.Output)));
        folder.Delete();
    }

    private static string RootIn(string output)
    {
        const string Label = "The daemon's root is ";
        return output.Split('\n').First(line => line.StartsWith(Label, StringComparison.Ordinal))[Label.Length..].TrimEnd('.');
    }
}
