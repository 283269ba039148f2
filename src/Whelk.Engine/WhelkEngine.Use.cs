using System.Globalization;
using Whelk.Engine.Networks;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Machine;

namespace Whelk.Engine;

/// <summary>Measuring what a workload uses.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>What it uses now.</summary>
    /// <returns>Null where it does not run.</returns>
    public async Task<WorkloadUse?> MeasureUseAsync(Workload workload, CancellationToken cancellationToken)
    {
        if (workload is not { State: WorkloadState.Running running, Cgroup: { } group })
        {
            return null;
        }

        var gauge = new CgroupGauge(CgroupHierarchy.Mounted(), group);
        var use = gauge.Use();
        if (!running.Paused && Runtimes.Get(workload.Spec.Runtime) is { UseCommand: { } word } runtime)
        {
            use = await UseOfAsync(runtime, word, workload.Spec.Id, use, cancellationToken);
        }

        return new WorkloadUse(Time.GetUtcNow(), use, HostClock.Read(), UseOf(workload.Place));
    }

    // What cannot be asked, because it is ending say, is told as the host counts it.
    private async Task<CgroupUse> UseOfAsync(RuntimeRecord runtime, string word, string id, CgroupUse host, CancellationToken cancellationToken)
    {
        try
        {
            using var command = new RuntimeCommand(runtime.Invocation(Paths.Runtimes));
            return (await command.UseAsync(word, id, cancellationToken)).In(host);
        }
        catch (WhelkException)
        {
            return host;
        }
    }

    private static Dictionary<string, NetworkUse>? UseOf(NetworkPlace? place)
    {
        var uses = (place?.Joined ?? []).Select(one => (one.Endpoint.Interface, Use: Through(one.Endpoint.HostInterface))).Where(one => one.Use is not null).ToDictionary(one => one.Interface, one => one.Use!);
        return uses.Count > 0 ? uses : null;
    }

    // The host's end of the pair: what came in there went out of the workload.
    private static NetworkUse? Through(string hostInterface)
    {
        var folder = $"/sys/class/net/{hostInterface}/statistics";
        return !Directory.Exists(folder) ? null : new NetworkUse
        {
            ReceivedBytes = Count("tx_bytes"),
            ReceivedPackets = Count("tx_packets"),
            ReceivedErrors = Count("tx_errors"),
            ReceivedDropped = Count("tx_dropped"),
            SentBytes = Count("rx_bytes"),
            SentPackets = Count("rx_packets"),
            SentErrors = Count("rx_errors"),
            SentDropped = Count("rx_dropped"),
        };

        long Count(string name)
        {
            try
            {
                return long.Parse(File.ReadAllText(Path.Combine(folder, name)), CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It went away meanwhile.
                return 0;
            }
        }
    }
}
