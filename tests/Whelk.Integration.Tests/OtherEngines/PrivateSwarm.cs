using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.OtherEngines;

/// <summary>
/// Two of Debian's dockerd in a Swarm, each in a network namespace of its own, with one cable between them and whelk-vm as their default runtime.
/// Services are found by name alone (endpoint mode dnsrr): virtual addresses and the ingress network want IPVS, which not every kernel has.
/// </summary>
public sealed class PrivateSwarm : IAsyncLifetime
{
    internal const string Image = "whelk/base";
    private const string Cable = "swarm0";
    private const string ManagerAddress = "10.222.0.1";
    private const string WorkerAddress = "10.222.0.2";

    private readonly List<ReferenceEngine> _engines = [];

    internal ReferenceEngine Manager => _engines[0];

    internal ReferenceEngine Worker => _engines[1];

    public async ValueTask InitializeAsync()
    {
        string[] options = ["--add-runtime", $"whelk-vm={Checkout.Built("whelk-vm")}", "--default-runtime", "whelk-vm"];
        try
        {
            await StartAsync(ReferenceEngine.StartAsync(options), ReferenceEngine.StartAsync(options));
            await ConnectAsync();
            await DoAsync(Manager, "docker", "swarm", "init", "--advertise-addr", ManagerAddress, "--listen-addr", $"{ManagerAddress}:2377");
            var token = await DoAsync(Manager, "docker", "swarm", "join-token", "--quiet", "worker");
            await DoAsync(Worker, "docker", "swarm", "join", "--advertise-addr", WorkerAddress, "--listen-addr", $"{WorkerAddress}:2377", "--token", token, $"{ManagerAddress}:2377");
        }
        catch (Exception)
        {
            await EndAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var left = _engines.SelectMany(MachinesLeft.By).ToList();
        await EndAsync();
        Assert.Empty(left);
        Assert.Empty(_engines.SelectMany(engine => Leftovers.Of(engine.Folder)));
    }

    /// <summary>Must succeed; returns the output without the last newline.</summary>
    internal static async Task<string> DoAsync(ReferenceEngine engine, params IReadOnlyList<string> command)
    {
        var result = await engine.RunAsync(command);
        Assert.True(result.Status.Succeeded, $"{string.Join(' ', command)}: {result.Error}");
        return result.Output.TrimEnd('\n');
    }

    // One that has started is ended also where the other has not.
    private async Task StartAsync(params Task<ReferenceEngine>[] starting)
    {
        await ((Task)Task.WhenAll(starting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var started in starting.OrderBy(one => one.IsCompletedSuccessfully ? 0 : 1))
        {
            _engines.Add(await started);
        }
    }

    // Born in their namespaces: nothing of it is ever seen in the test's own.
    private async Task ConnectAsync()
    {
        var add = await Program.RunAsync("ip", ["link", "add", Cable, "netns", Namespace(Manager), "type", "veth", "peer", "name", Cable, "netns", Namespace(Worker)]);
        Assert.True(add.Status.Succeeded, add.Error);
        foreach (var (engine, address) in new[] { (Manager, ManagerAddress), (Worker, WorkerAddress) })
        {
            await DoAsync(engine, "ip", "address", "add", $"{address}/24", "dev", Cable);
            await DoAsync(engine, "ip", "link", "set", Cable, "up");
        }
    }

    // A process in it.
    private static string Namespace(ReferenceEngine engine) => File.ReadAllText(Path.Combine(engine.Folder, "namespaces")).Trim();

    private async Task EndAsync(int from = 0)
    {
        if (from == _engines.Count)
        {
            return;
        }

        try
        {
            await _engines[from].DisposeAsync();
        }
        finally
        {
            await EndAsync(from + 1);
        }
    }
}
