using System.CommandLine;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Run;

/// <summary>The options of `run` and `create` for devices and the rarer limits.</summary>
internal sealed class ResourceOptions
{
    private readonly Option<string[]> _device = Flags.List("--device", "Device of the host: SOURCE[:TARGET][:PERMISSIONS]");
    private readonly Option<string[]> _rule = Flags.List("--device-cgroup-rule", "Rule for devices: TYPE MAJOR:MINOR PERMISSIONS");
    private readonly Option<int?> _oomScore = Flags.Number("--oom-score-adj", "Who is killed first where memory runs out: -1000 to 1000");
    private readonly Option<bool> _oomDisable = Flags.Switch("--oom-kill-disable", "Let nothing be killed where memory runs out (cgroup v1)");
    private readonly Option<int?> _swappiness = Flags.Number("--memory-swappiness", "How readily memory is swapped: 0 to 100; -1 for the kernel's own");
    private readonly Option<string?> _reservation = Flags.Text("--memory-reservation", "Memory kept where the host runs short");
    private readonly Option<int?> _shares = Flags.Number("--cpu-shares", "Share of the processors compared with others; 1024 is the middle", "-c");
    private readonly Option<int?> _period = Flags.Number("--cpu-period", "Microseconds of a period of the processor quota");
    private readonly Option<int?> _quota = Flags.Number("--cpu-quota", "Microseconds in each period");
    private readonly Option<string?> _cpus = Flags.Text("--cpuset-cpus", "Processors to run on: 0-3,5");
    private readonly Option<string?> _memories = Flags.Text("--cpuset-mems", "Memory nodes to take memory from");
    private readonly Option<int?> _realtimePeriod = Flags.Number("--cpu-rt-period", "Microseconds of a real-time period");
    private readonly Option<int?> _realtimeRuntime = Flags.Number("--cpu-rt-runtime", "Microseconds of real time in each");
    private readonly Option<int?> _weight = Flags.Number("--blkio-weight", "Share of block devices: 10 to 1000");
    private readonly Option<string[]> _weights = Flags.List("--blkio-weight-device", "Share of one: PATH:WEIGHT");
    private readonly Option<string[]> _readBytes = Flags.List("--device-read-bps", "Bytes read per second at most: PATH:RATE");
    private readonly Option<string[]> _writeBytes = Flags.List("--device-write-bps", "Bytes written per second at most: PATH:RATE");
    private readonly Option<string[]> _reads = Flags.List("--device-read-iops", "Reads per second at most: PATH:RATE");
    private readonly Option<string[]> _writes = Flags.List("--device-write-iops", "Writes per second at most: PATH:RATE");

    public IEnumerable<Option> All =>
    [
        _device, _rule, _oomScore, _oomDisable, _swappiness, _reservation, _shares, _period, _quota, _cpus, _memories, _realtimePeriod, _realtimeRuntime,
        _weight, _weights, _readBytes, _writeBytes, _reads, _writes,
    ];

    /// <summary>What was given, put into the request.</summary>
    /// <exception cref="Errors.WhelkException">InvalidArgument, in Docker's words.</exception>
    public HostConfig Read(ParseResult parse, HostConfig host) => host with
    {
        Devices = Each(parse, _device, DeviceText.Device),
        DeviceCgroupRules = Each(parse, _rule, text => text),
        OomScoreAdj = parse.GetValue(_oomScore) ?? 0,
        OomKillDisable = parse.GetValue(_oomDisable) ? true : null,
        MemorySwappiness = parse.GetValue(_swappiness),
        MemoryReservation = parse.GetValue(_reservation) is { } reservation ? Quantity.Bytes(reservation, "--memory-reservation") : null,
        CpuShares = parse.GetValue(_shares),
        CpuPeriod = parse.GetValue(_period),
        CpuQuota = parse.GetValue(_quota),
        CpusetCpus = parse.GetValue(_cpus),
        CpusetMems = parse.GetValue(_memories),
        CpuRealtimePeriod = parse.GetValue(_realtimePeriod),
        CpuRealtimeRuntime = parse.GetValue(_realtimeRuntime),
        BlkioWeight = parse.GetValue(_weight),
        BlkioWeightDevice = Each(parse, _weights, DeviceText.Weight),
        BlkioDeviceReadBps = Each(parse, _readBytes, text => DeviceText.Bytes(text, "--device-read-bps")),
        BlkioDeviceWriteBps = Each(parse, _writeBytes, text => DeviceText.Bytes(text, "--device-write-bps")),
        BlkioDeviceReadIOps = Each(parse, _reads, DeviceText.Operations),
        BlkioDeviceWriteIOps = Each(parse, _writes, DeviceText.Operations),
    };

    private static T[]? Each<T>(ParseResult parse, Option<string[]> option, Func<string, T> read) => parse.GetRequiredValue(option) is { Length: > 0 } given ? [.. given.Select(read)] : null;
}
