using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Clients;

/// <summary>The programs of tests/clients and tests/reference: fetched once, where they are not there already.</summary>
internal static class ClientPrograms
{
    /// <summary>tests/clients.</summary>
    internal static string Folder => Checkout.File("tests/clients");

    /// <summary>The scenarios for Node.js, beside the clients that they use.</summary>
    internal static Task<string> NodeAsync() => SetUpAsync("clients");

    /// <summary>docker-compose of the reference engine's packages.</summary>
    internal static async Task<string> ComposeAsync() => Path.Combine(await SetUpAsync("reference"), "tree/usr/libexec/docker/cli-plugins/docker-compose");

    /// <summary>A scenario for .NET.</summary>
    internal static string DotNet(string project) => Path.Combine(Folder, $"../../artifacts/bin/{project}/release/{project}");

    private static async Task<string> SetUpAsync(string what)
    {
        var result = await Program.RunAsync(Path.Combine(Folder, "..", what, "setup"), [], bound: TimeSpan.FromMinutes(5));
        return result.Status.Succeeded ? result.Output.TrimEnd('\n') : throw new InvalidOperationException($"tests/{what}/setup: {result.Error}");
    }
}
