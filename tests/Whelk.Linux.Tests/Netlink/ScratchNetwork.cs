using Whelk.Linux.Namespaces;
using Whelk.Linux.Netlink;
using Whelk.Testing;

namespace Whelk.Linux.Tests.Netlink;

/// <summary>A network namespace of the test's own.</summary>
internal static class ScratchNetwork
{
    /// <summary>Runs a test on a thread inside it.</summary>
    internal static async Task RunAsync(Action<RouteSocket> test)
    {
        using var scratch = new ScratchFolder();
        var path = scratch["net"];
        await NetworkNamespace.CreateAsync(path, () => { });
        try
        {
            using var thread = NamespaceThread.InNetwork(path);
            using var socket = thread.Run(RouteSocket.Open);
            thread.Run(() => test(socket));
        }
        finally
        {
            NetworkNamespace.Unpin(path);
        }
    }
}
