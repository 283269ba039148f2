using System.Text.Json;
using Whelk.Cli.Containers;
using Whelk.Cli.Wire;
using Xunit;

namespace Whelk.Cli.Tests.Containers;

public sealed class StatsRowTests
{
    [Fact]
    public void Row_has_Dockers_columns()
    {
        var before = Sample(total: 1_000_000_000, host: 10_000_000_000);
        var now = Sample(total: 1_500_000_000, host: 12_000_000_000);

        Assert.Equal(["0123456789ab", "web", "50.00%", "48MiB / 128MiB", "37.50%", "1.5kB / 2MB", "4.1kB / 0B", "3"], StatsRow.Of(now, before));
    }

    [Fact]
    public void One_that_does_not_run_uses_nothing()
    {
        var none = JsonSerializer.Deserialize("""{"name":"/web","id":"0123456789abcdef"}""", WireJson.Default.StatsSample)!;

        Assert.Equal(["0123456789ab", "web", "0.00%", "0B / 0B", "0.00%", "0B / 0B", "0B / 0B", "0"], StatsRow.Of(none, none));
    }

    private static StatsSample Sample(long total, long host) => JsonSerializer.Deserialize(
        $$$"""
        {"name":"/web","id":"0123456789abcdef","pids_stats":{"current":3},"cpu_stats":{"cpu_usage":{"total_usage":{{{total}}}},"system_cpu_usage":{{{host}}},"online_cpus":2},
        "memory_stats":{"usage":54525952,"stats":{"inactive_file":4194304},"limit":134217728},"networks":{"eth0":{"rx_bytes":1500,"tx_bytes":2000000}},
        "blkio_stats":{"io_service_bytes_recursive":[{"major":8,"minor":0,"op":"read","value":4096},{"major":8,"minor":0,"op":"write","value":0}]}}
        """,
        WireJson.Default.StatsSample)!;
}
