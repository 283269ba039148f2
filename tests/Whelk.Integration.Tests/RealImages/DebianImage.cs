using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.RealImages;

/// <summary>A Debian with nginx and redis-server, made from Debian's packages and imported into the shared daemon once.</summary>
public sealed class DebianImage(SharedDaemon shared) : IAsyncLifetime
{
    /// <summary>Its name in the store.</summary>
    public const string Name = "debian-services";

    public async ValueTask InitializeAsync()
    {
        var made = await Program.RunAsync(Checkout.File("tests/images/make-debian"), [], bound: TimeSpan.FromMinutes(10));
        Assert.True(made.Status.Succeeded, made.Error);
        await shared.Daemon.DoAsync("import", "--change", "EXPOSE 80", "--change", "CMD [\"nginx\", \"-g\", \"daemon off;\"]", made.Output.Trim(), Name);
    }

    public async ValueTask DisposeAsync() => await shared.Daemon.WhelkAsync("rmi", "-f", Name);
}
