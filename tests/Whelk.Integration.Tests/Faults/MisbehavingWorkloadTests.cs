using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Whelk.Integration.Tests.Support;

namespace Whelk.Integration.Tests.Faults;

/// <summary>Workloads and clients that do their worst: the daemon serves the others, stays small, and ends them when it is told to.</summary>
public abstract class MisbehavingWorkloadTests(SharedDaemon shared) : IsolationSuite(shared)
{
    private const int MostThatMayBeHeld = 64 * 1024;

    [Fact]
    public async Task Workload_that_forks_without_end_is_held_by_its_limit_and_can_be_killed()
    {
        await using var workload = await StartAsync(Name("forks"), ["--pids-limit", "64", "whelk/base", "sh", "-c", "f() { while :; do f & done; }; f 2> /dev/null & exec sleep 1000"]);

        Assert.Equal("hi\n", (await RunAsync("--rm", "whelk/base", "echo", "hi")).Output);
        await Daemon.DoAsync("kill", workload.Name);
        Assert.Equal("137", await Daemon.DoAsync("wait", workload.Name));
    }

    [Fact]
    public async Task Workload_that_ignores_every_signal_is_killed_after_its_time()
    {
        await using var workload = await StartAsync(Name("deaf"), "whelk/base", "sh", "-c", "trap '' TERM INT HUP QUIT; echo deaf; while :; do sleep 1; done");
        await UntilAsync(async () => await Daemon.DoAsync("logs", workload.Name) == "deaf");

        await Daemon.DoAsync("stop", "-t", "1", workload.Name);
        Assert.Equal("137", await Daemon.DoAsync("inspect", "--format", "{{.State.ExitCode}}", workload.Name));
    }

    [Fact]
    public async Task Clients_that_stop_reading_a_flood_hold_up_nobody()
    {
        await using var workload = await StartAsync(Name("floods"), "--log-opt", "max-size=1m", "whelk/base", "yes");
        using var follower = await DeafAsync($"GET /containers/{workload.Name}/logs?follow=1&stdout=1");
        using var attached = await DeafAsync($"POST /containers/{workload.Name}/attach?stream=1&stdout=1");
        using var events = await DeafAsync("GET /events?since=0");
        using var stats = await DeafAsync($"GET /containers/{workload.Name}/stats?stream=1");
        using var copied = await DeafAsync($"GET /containers/{workload.Name}/archive?path=/");
        using var exported = await DeafAsync($"GET /containers/{workload.Name}/export");
        for (var other = 0; other < 5; other++)
        {
            Assert.Equal("hi\n", (await RunAsync("--rm", "whelk/base", "echo", "hi")).Output);
        }

        Assert.True(ResidentKibibytes() < MostThatMayBeHeld, $"the daemon holds {ResidentKibibytes()} KiB");
        await Daemon.DoAsync("stop", "-t", "1", workload.Name);
        Assert.Equal("exited", await Daemon.DoAsync("inspect", "--format", "{{.State.Status}}", workload.Name));
    }

    // Reads the head of the answer, and nothing more.
    private async Task<Socket> DeafAsync(string request)
    {
        var socket = await EngineSocket.ConnectAsync(Daemon.Socket, CancellationToken.None);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{request} HTTP/1.1\r\nHost: whelk\r\n\r\n"));
        var head = new byte[16];
        Assert.True(await socket.ReceiveAsync(head) > 0);
        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(head), StringComparison.Ordinal);
        return socket;
    }

    private long ResidentKibibytes() => long.Parse(
        File.ReadLines($"/proc/{Daemon.Pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
