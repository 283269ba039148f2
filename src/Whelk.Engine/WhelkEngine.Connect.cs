using Whelk.Engine.Bundles;
using Whelk.Engine.Networks;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Starting;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Networks;
using Whelk.Networks.Endpoints;

namespace Whelk.Engine;

/// <summary>Joining a workload to a network and taking it out, while it runs or not. Both are kept.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>Joins a workload to a network; at once where it runs.</summary>
    /// <exception cref="WhelkException">In Docker's words; nothing has changed then.</exception>
    public async Task ConnectAsync(string network, Workload workload, NetworkAttachment asked, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        await _networksGate.WaitAsync(CancellationToken.None);
        try
        {
            var known = Networks.Find(network);
            CheckConnectable(workload, known);
            var attachment = AttachmentRules.Check(asked, known);
            if (workload.Place is not null)
            {
                await _background.RunAsync(() => ConnectLiveAsync(workload, attachment));
            }

            Keep(workload, AttachmentRules.Added(workload.Spec.Networks, attachment));
            if (workload.Place is not null)
            {
                TellOfNetwork(known, "connect", workload);
            }
        }
        finally
        {
            _networksGate.Release();
            workload.Gate.Release();
        }
    }

    /// <summary>Takes a workload out of a network.</summary>
    /// <param name="network">Its name or id.</param>
    /// <param name="wanted">The workload's name or id.</param>
    /// <param name="force">Whether a workload that is gone is no error.</param>
    /// <param name="cancellationToken">Ends the waiting for its turn.</param>
    /// <exception cref="WhelkException">In Docker's words; nothing has changed then.</exception>
    public async Task DisconnectAsync(string network, string wanted, bool force, CancellationToken cancellationToken)
    {
        var known = Networks.Find(network);
        Workload workload;
        try
        {
            workload = Workloads.Find(wanted);
        }
        catch (WhelkException exception) when (force && exception.Code == ErrorCode.NotFound)
        {
            throw new WhelkException(ErrorCode.Denied, $"endpoint {wanted} not found on network {known.Name}", exception);
        }

        await workload.Gate.WaitAsync(cancellationToken);
        await _networksGate.WaitAsync(CancellationToken.None);
        try
        {
            CheckDisconnectable(workload, known);
            var joined = workload.Place?.In(KeyOf(known));
            if (joined is not null)
            {
                await _background.RunAsync(() => DisconnectLiveAsync(workload, joined));
            }

            Keep(workload, [.. workload.Spec.Networks.Where(one => one.Network != KeyOf(known))]);
            if (joined is not null)
            {
                TellOfNetwork(known, "disconnect", workload);
            }
        }
        finally
        {
            _networksGate.Release();
            workload.Gate.Release();
        }
    }

    private static void CheckConnectable(Workload workload, NetworkSpec network)
    {
        CheckChangeable(workload, network);
        if (workload.State is WorkloadState.Removing)
        {
            throw new WhelkException(ErrorCode.Conflict, $"container {workload.Spec.Id} is marked for removal and cannot be connected or disconnected to the network {network.Name}");
        }

        if (workload.Place?.In(KeyOf(network)) is not null)
        {
            throw new WhelkException(ErrorCode.Denied, $"endpoint with name {workload.Spec.Name} already exists in network {network.Name}");
        }

        if (workload.Place is null && workload.State is WorkloadState.Running)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "a container that was started without a network cannot be connected to one while it runs: stop it first");
        }
    }

    private static void CheckDisconnectable(Workload workload, NetworkSpec network)
    {
        CheckChangeable(workload, network);
        if (workload.Spec.Networks.All(one => one.Network != KeyOf(network)))
        {
            throw new WhelkException(ErrorCode.Denied, $"container {workload.Spec.Id} is not connected to network {network.Name}");
        }
    }

    // moby, runconfig/errors.go.
    private static void CheckChangeable(Workload workload, NetworkSpec network)
    {
        var mode = workload.Spec.Options.Host.NetworkMode;
        var problem = NetworkWords.OtherWorkload(mode) is not null ? "container sharing network namespace with another container or host cannot be connected to any other network"
            : mode == NetworkWords.Host || network is { Predefined: true, Name: NetworkWords.Host } ? "container cannot be disconnected from host network or connected to host network"
            : mode == NetworkWords.None || network is { Predefined: true, Name: NetworkWords.None } ? "container cannot be connected to multiple networks with one of the networks in private (none) mode"
            : null;
        if (problem is not null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, problem);
        }
    }

    private async Task ConnectLiveAsync(Workload workload, NetworkAttachment attachment)
    {
        var before = workload.Place!;
        var joined = Join(workload, attachment);
        workload.Place = With(before, joined);
        var main = workload.Place.Main;
        try
        {
            RouteThroughMain(workload.Place, before.Main?.Network);
            await SettleAsync(workload, before.Main);
            NameFiles.AddPlace(workload.Paths, workload.Spec, joined.Endpoint);
            await TellRuntimeAsync(workload);
        }
        catch (WhelkException)
        {
            workload.Place = before;
            await Faults.ContainAsync($"taking {workload.Spec.Id} out of {attachment.Name} again", () => SettleAsync(workload, main));
            Network.Leave(joined.Endpoint);
            NameFiles.RemovePlace(workload.Paths, joined.Endpoint);
            RouteThroughMain(before, null);
            throw;
        }
    }

    private async Task DisconnectLiveAsync(Workload workload, JoinedNetwork joined)
    {
        var before = workload.Place!;
        var path = joined.Endpoint.NamespacePath;
        if (joined.Attachment.Network == NetworkWords.Bridge)
        {
            path = Network.PinElsewhere(path, workload.Spec.ShortId);
        }

        workload.Place = new NetworkPlace(path, [.. before.Joined.Where(one => one != joined).Select(one => one with { Endpoint = one.Endpoint with { NamespacePath = path } })]);
        await SettleAsync(workload, before.Main);
        Network.Leave(joined.Endpoint);
        RouteThroughMain(workload.Place, null);
        RunRecord.Write(workload);
        NameFiles.RemovePlace(workload.Paths, joined.Endpoint);
        await TellRuntimeAsync(workload);
    }

    private JoinedNetwork Join(Workload workload, NetworkAttachment attachment)
    {
        if (attachment.Network != NetworkWords.Bridge)
        {
            return JoinOther(workload, attachment);
        }

        return Addressed(new JoinedNetwork(attachment, Network.JoinOwn(workload.Place!.NamespacePath!, FreeInterface(workload.Place))));
    }

    // Names, published ports and the file that names the server, for the places as they are now.
    private async Task SettleAsync(Workload workload, Endpoint? before)
    {
        AnnounceNames(workload);
        var now = workload.Place!.Main;
        await MovePortsAsync(workload, before, now);
        if (before is not null && now is not null && workload.Spec.Options.Host.Dns.Count == 0)
        {
            NameFiles.ReplaceServer(workload.Paths, before.Gateway, now.Gateway);
        }

        RunRecord.Write(workload);
    }

    // They lead to the main network, which may be another one now.
    private async Task MovePortsAsync(Workload workload, Endpoint? before, Endpoint? now)
    {
        if (Equals(before?.Address, now?.Address) || WantedPorts(workload.Spec).Count == 0)
        {
            return;
        }

        foreach (var port in before is null ? [] : workload.PublishedPorts)
        {
            Network.Unpublish(before!, BridgeNetwork.PublishedOf(MappingOf(port), port.HostPort));
        }

        var orders = PortOrders(workload);
        var held = await workload.Monitor.HoldPortsAsync(orders, CancellationToken.None);
        Publish(workload, held.HostPorts);
    }

    private async Task TellRuntimeAsync(Workload workload)
    {
        var runtime = Runtimes.Get(workload.Spec.Runtime);
        if (runtime.NetworkCommand is { } word)
        {
            using var command = new RuntimeCommand(runtime.Invocation(Paths.Runtimes));
            await command.NetworkAsync(word, workload.Spec.Id, CancellationToken.None);
        }
    }

    private void Keep(Workload workload, IReadOnlyList<NetworkAttachment> networks)
    {
        var spec = workload.Spec with { Networks = networks };
        _database.Update(spec);
        workload.Respecify(spec);
    }
}
