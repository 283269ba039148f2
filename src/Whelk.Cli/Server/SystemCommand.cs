using System.CommandLine;
using System.Globalization;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Server;

/// <summary>`whelk system df`: what everything takes on disk.</summary>
internal static class SystemCommand
{
    private static readonly string[] Headings = ["TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE"];

    public static Command Create(CommandHost host)
    {
        var usage = new ClientCommand(host, "df", "Show what images, workloads and volumes take on disk");
        usage.Runs((_, engine) =>
        {
            var all = engine.Ask(EngineRequest.Get("/system/df"), WireJson.Default.DiskUsage);
            TextTable.Write(host.Out, [Headings, ImageRow(all), ContainerRow(all.Containers), VolumeRow(all.Volumes), Row("Build Cache", 0, 0, 0, 0)]);
            return 0;
        });
        return new Command("system", "The daemon as a whole") { usage };
    }

    // What an image shares with others is not won by removing it.
    private static string[] ImageRow(DiskUsage all)
    {
        var free = all.Images.Where(image => image.Containers == 0).Sum(image => image.Size - Math.Max(0, image.SharedSize));
        return Row("Images", all.Images.Length, all.Images.Count(image => image.Containers > 0), all.LayersSize, free);
    }

    private static string[] ContainerRow(ContainerSummary[] containers)
    {
        var running = containers.Where(container => container.State is "running" or "paused" or "restarting").ToList();
        return Row("Containers", containers.Length, running.Count, containers.Sum(container => container.SizeRw ?? 0), containers.Except(running).Sum(container => container.SizeRw ?? 0));
    }

    private static string[] VolumeRow(VolumeDetails[] volumes) => Row(
        "Local Volumes",
        volumes.Length,
        volumes.Count(volume => volume.UsageData is { RefCount: > 0 }),
        volumes.Sum(volume => volume.UsageData?.Size ?? 0),
        volumes.Where(volume => volume.UsageData is { RefCount: 0 }).Sum(volume => volume.UsageData!.Size));

    private static string[] Row(string type, int total, int active, long size, long reclaimable) =>
    [
        type,
        total.ToString(CultureInfo.InvariantCulture),
        active.ToString(CultureInfo.InvariantCulture),
        HumanSize.Decimal(size),
        size > 0 ? $"{HumanSize.Decimal(reclaimable)} ({reclaimable * 100 / size}%)" : HumanSize.Decimal(reclaimable),
    ];
}
