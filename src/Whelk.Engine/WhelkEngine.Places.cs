using Whelk.Engine.Bundles;
using Whelk.Engine.Networks;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Starting;
using Whelk.Engine.Workloads;
using Whelk.Linux.Recipes;
using Whelk.Networks;
using Whelk.Networks.Endpoints;

namespace Whelk.Engine;

/// <summary>Joining a network and leaving it while a workload runs: recipes whose steps are undone in reverse when one fails.</summary>
public sealed partial class WhelkEngine
{
    // Not while its end gives its places back. False where it does not run, or no more: then what is kept holds from the next start on.
    private async Task<bool> ChangePlaceAsync(Workload workload, Func<Task> change)
    {
        await workload.PlaceGate.WaitAsync(CancellationToken.None);
        try
        {
            if (LivePlaceOf(workload) is null)
            {
                return false;
            }

            await _background.RunAsync(change);
            return true;
        }
        finally
        {
            workload.PlaceGate.Release();
        }
    }

    private async Task<bool> TryDisconnectLiveAsync(Workload workload, string network)
    {
        if (workload.Place!.In(network) is not { } joined)
        {
            return false;
        }

        await DisconnectRecipe().RunAsync(new PlaceChange(workload, joined.Attachment) { Joined = joined }, CancellationToken.None);
        return true;
    }

    private static NetworkPlace? LivePlaceOf(Workload workload) => workload.State is WorkloadState.Running ? workload.Place : null;

    private Recipe<PlaceChange> ConnectRecipe() => new Recipe<PlaceChange>("connect")
        .Then("join the network", change => change.Joined = Join(change.Workload, change.Attachment), change => Network.Leave(change.Joined!.Endpoint))
        .Then("enter it", (change, _) => EnterAsync(change.Workload, With(change.Before, change.Joined!)), ReturnAsync)
        .Then("lead what leaves", RouteThroughMain, RouteAsBefore)
        .Then("settle there", (change, _) => SettleAsync(change.Workload, change.Before.Main))
        .Then("name it in hosts", NameInHosts, RemoveFromHosts)
        .Then("tell the runtime", (change, _) => TellRuntimeAsync(change.Workload));

    // What may fail comes before the leaving. A guest that does not listen has lost the network all the same.
    private Recipe<PlaceChange> DisconnectRecipe() => new Recipe<PlaceChange>("disconnect")
        .Then("pin the namespace elsewhere", PinElsewhere)
        .Then("count it out", (change, _) => EnterAsync(change.Workload, Without(change.Before, change.Joined!)), ReturnAsync)
        .Then("lead what leaves", RouteThroughMain, RouteAsBefore)
        .Then("settle without it", (change, _) => SettleAsync(change.Workload, change.Before.Main))
        .Then("take it out of hosts", RemoveFromHosts, NameInHosts)
        .Then("leave the network", change => Network.Leave(change.Joined!.Endpoint))
        .Then("tell the runtime", (change, _) => Faults.ContainAsync($"telling {change.Workload.Spec.Id} of its networks", () => TellRuntimeAsync(change.Workload)));

    private static NetworkPlace Without(NetworkPlace place, JoinedNetwork one) => place with { Joined = [.. place.Joined.Where(other => other != one)] };

    private static Task EnterAsync(Workload workload, NetworkPlace place)
    {
        workload.Place = place;
        return Task.CompletedTask;
    }

    // Names, published ports and server too, whichever of them had changed.
    private Task ReturnAsync(PlaceChange change)
    {
        var main = change.Workload.Place!.Main;
        change.Workload.Place = change.Before;
        return SettleAsync(change.Workload, main);
    }

    private static void RouteThroughMain(PlaceChange change) => RouteThroughMain(change.Workload.Place!, change.Before.Main?.Network);

    private static void RouteAsBefore(PlaceChange change) => RouteThroughMain(change.Before, null);

    private static void NameInHosts(PlaceChange change) => NameFiles.AddPlace(change.Workload.Paths, change.Workload.Spec, change.Joined!.Endpoint);

    private static void RemoveFromHosts(PlaceChange change) => NameFiles.RemovePlace(change.Workload.Paths, change.Joined!.Endpoint);

    // A place of the daemon's own bridge may be leased again, with the path that its namespace was pinned at.
    private void PinElsewhere(PlaceChange change)
    {
        if (change.Attachment.Network == NetworkWords.Bridge)
        {
            var path = Network.PinElsewhere(change.Before.NamespacePath!, change.Workload.Spec.ShortId);
            change.Before = new NetworkPlace(path, [.. change.Before.Joined.Select(one => one with { Endpoint = one.Endpoint with { NamespacePath = path } })]);
            change.Joined = change.Before.In(NetworkWords.Bridge);
        }
    }

    private JoinedNetwork Join(Workload workload, NetworkAttachment attachment)
    {
        if (attachment.Network != NetworkWords.Bridge)
        {
            return JoinOther(workload, attachment);
        }

        var own = Network.JoinOwn(workload.Place!.NamespacePath!, FreeInterface(workload.Place));
        try
        {
            return Addressed(new JoinedNetwork(attachment, own));
        }
        catch
        {
            Network.Leave(own);
            throw;
        }
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

    // They lead to the main network, which may be another one now; also where a change that failed left them.
    private async Task MovePortsAsync(Workload workload, Endpoint? before, Endpoint? now)
    {
        if (Equals(before?.Address, now?.Address) || WantedPorts(workload.Spec).Count == 0)
        {
            return;
        }

        foreach (var place in new[] { before, now }.OfType<Endpoint>())
        {
            foreach (var port in workload.PublishedPorts)
            {
                Network.Unpublish(place, BridgeNetwork.PublishedOf(MappingOf(port), port.HostPort));
            }
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
}
