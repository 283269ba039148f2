using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine;

/// <summary>Joining a workload to a network and taking it out, while it runs or not. Both are kept.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>Joins a workload to a network; at once where it runs.</summary>
    /// <exception cref="WhelkException">In Docker's words; nothing has changed then.</exception>
    public async Task ConnectAsync(string network, Workload workload, NetworkAttachment asked, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            var known = Networks.Find(network);
            using var use = _networkUses.Join([KeyOf(known)]);
            known = Networks.Find(known.Id);
            CheckConnectable(workload, known);
            var attachment = AttachmentRules.Check(asked, known);
            var live = await ChangePlaceAsync(workload, () => ConnectRecipe().RunAsync(new PlaceChange(workload, attachment), CancellationToken.None));
            if (live || workload.Spec.Networks.All(one => one.Network != attachment.Network))
            {
                Keep(workload, AttachmentRules.Added(workload.Spec.Networks, attachment));
            }

            if (live)
            {
                TellOfNetwork(known, "connect", workload);
            }
        }
        finally
        {
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
            throw new WhelkException(ErrorCode.NotFound, $"endpoint {wanted} not found", exception);
        }

        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            CheckDisconnectable(workload, known);
            var live = false;
            await ChangePlaceAsync(workload, async () => live = await TryDisconnectLiveAsync(workload, KeyOf(known)));
            Keep(workload, [.. workload.Spec.Networks.Where(one => one.Network != KeyOf(known))]);
            if (live)
            {
                TellOfNetwork(known, "disconnect", workload);
            }
        }
        finally
        {
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

        var live = LivePlaceOf(workload);
        if (live?.In(KeyOf(network)) is not null)
        {
            throw new WhelkException(ErrorCode.Denied, $"endpoint with name {workload.Spec.Name} already exists in network {network.Name}");
        }

        if (live is null && workload.State is WorkloadState.Running)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "a container that was started without a network cannot be connected to one while it runs: stop it first");
        }
    }

    private static void CheckDisconnectable(Workload workload, NetworkSpec network)
    {
        if (network.Predefined && workload.Spec.Options.Host.NetworkMode == network.Name && NetworkWords.IsPlaceless(network.Name))
        {
            CheckChangeable(workload, network);
        }

        if (workload.Spec.Networks.All(one => one.Network != KeyOf(network)))
        {
            throw new WhelkException(ErrorCode.Denied, $"container {workload.Spec.Id} is not connected to {(workload.State is WorkloadState.Running ? string.Empty : "the ")}network {network.Name}");
        }
    }

    // moby, runconfig/errors.go.
    private static void CheckChangeable(Workload workload, NetworkSpec network)
    {
        var mode = workload.Spec.Options.Host.NetworkMode;
        var problem = network is { Predefined: true, Name: NetworkWords.Host } ? "container cannot be disconnected from host network or connected to host network"
            : mode == NetworkWords.Host || NetworkWords.OtherWorkload(mode) is not null ? "container sharing network namespace with another container or host cannot be connected to any other network"
            : mode == NetworkWords.None || network is { Predefined: true, Name: NetworkWords.None } ? "container cannot be connected to multiple networks with one of the networks in private (none) mode"
            : null;
        if (problem is not null)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, problem);
        }
    }

    private void Keep(Workload workload, IReadOnlyList<NetworkAttachment> networks)
    {
        var spec = workload.Spec with { Networks = networks };
        _database.Update(spec);
        workload.Respecify(spec);
    }
}
