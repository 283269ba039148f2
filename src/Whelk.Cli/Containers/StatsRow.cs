using System.Globalization;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Containers;

/// <summary>A line of `whelk stats`, in Docker's columns.</summary>
internal static class StatsRow
{
    internal static readonly string[] Headings = ["CONTAINER ID", "NAME", "CPU %", "MEM USAGE / LIMIT", "MEM %", "NET I/O", "BLOCK I/O", "PIDS"];

    /// <param name="now">The workload now.</param>
    /// <param name="before">The same workload some time ago.</param>
    internal static string[] Of(StatsSample now, StatsSample before)
    {
        var limit = now.Memory?.Limit ?? 0;
        var memory = (now.Memory?.Usage ?? 0) - (now.Memory?.Parts?.Values.FirstOrDefault() ?? 0);
        return
        [
            now.Id[..Math.Min(12, now.Id.Length)],
            now.Name.TrimStart('/'),
            Percent(Processors(now.Cpu ?? new StatsCpu(), before.Cpu ?? new StatsCpu())),
            $"{HumanSize.BinaryTight(memory)} / {HumanSize.BinaryTight(limit)}",
            Percent(limit == 0 ? 0 : (double)memory / limit),
            $"{HumanSize.Decimal(Through(now, "rx_bytes"))} / {HumanSize.Decimal(Through(now, "tx_bytes"))}",
            $"{HumanSize.Decimal(Block(now, "read"))} / {HumanSize.Decimal(Block(now, "write"))}",
            (now.Pids?.GetValueOrDefault("current") ?? 0).ToString(CultureInfo.InvariantCulture),
        ];
    }

    // As Docker counts: 100 % is one processor.
    private static double Processors(StatsCpu now, StatsCpu before)
    {
        var (own, all) = (Total(now) - Total(before), now.HostUsage - before.HostUsage);
        return own > 0 && all > 0 ? (double)own / all * now.Processors : 0;
    }

    private static long Total(StatsCpu cpu) => cpu.Usage?.Total ?? 0;

    private static string Percent(double part) => (part * 100).ToString("F2", CultureInfo.InvariantCulture) + "%";

    private static long Through(StatsSample sample, string counter) => sample.Networks?.Values.Sum(network => network.GetValueOrDefault(counter)) ?? 0;

    private static long Block(StatsSample sample, string operation) => sample.Block?.Bytes?.Where(entry => entry.Operation == operation).Sum(entry => entry.Value) ?? 0;
}
