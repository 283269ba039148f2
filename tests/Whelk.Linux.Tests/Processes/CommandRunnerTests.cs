using System.Runtime.InteropServices;
using System.Text;
using Whelk.Linux.Files;
using Whelk.Linux.Machine;
using Whelk.Linux.Processes;
using Xunit;

namespace Whelk.Linux.Tests.Processes;

public sealed class CommandRunnerTests : IDisposable
{
    private const string TellPidAndStop = "echo $$ >&3; exec 3>&-; kill -STOP $$";
    private readonly Pipe _pid = Pipe.Create();
    private readonly CancellationTokenSource _cancellation = new();

    public void Dispose()
    {
        _pid.Dispose();
        _cancellation.Dispose();
    }

    [Fact]
    public async Task Run_returns_both_outputs_and_the_status()
    {
        var result = await CommandRunner.RunAsync(Shell("cat; echo bad >&2; exit 4"), "hello"u8.ToArray(), CancellationToken.None);

        Assert.Equal(("hello", "bad\n", 4), (result.Output, result.Error, result.Status.Code));
    }

    [Fact]
    public async Task Run_moves_more_than_any_pipe_holds_both_ways()
    {
        var input = new byte[1 << 20];
        Array.Fill(input, (byte)'x');
        var result = await CommandRunner.RunAsync(new SpawnOptions { Path = "/bin/cat", Arguments = [] }, input, CancellationToken.None);

        Assert.Equal(Encoding.UTF8.GetString(input), result.Output);
    }

    [Fact]
    public async Task Run_of_a_command_that_ignores_its_input_ends_with_it()
    {
        var result = await CommandRunner.RunAsync(Shell("exec 0<&-; echo done"), new byte[1 << 20], CancellationToken.None);

        Assert.Equal("done\n", result.Output);
    }

    [Theory]
    [InlineData("reading nothing", 0, "")]
    [InlineData("while it is fed", 1 << 20, "")]
    [InlineData("with a child that keeps its output", 0, "cat <&4 & ")]
    public async Task Cancel_kills_the_command(string trick, int inputLength, string before)
    {
        using var held = Pipe.Create();
        var descriptors = new Dictionary<int, SafeHandle> { [3] = _pid.Write, [4] = held.Read };
        var running = CommandRunner.RunAsync(Shell(before + TellPidAndStop) with { Descriptors = descriptors }, new byte[inputLength], _cancellation.Token);
        var pid = await ReadPidAsync();
        await _cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(ProcessStat.TryRead(pid) is null, trick);
    }

    private async Task<int> ReadPidAsync()
    {
        var buffer = new byte[16];
        Descriptor.SetNonBlocking(_pid.Read);
        return int.Parse(Encoding.ASCII.GetString(buffer, 0, await Descriptor.ReadAsync(_pid.Read, buffer)).Trim());
    }

    private static SpawnOptions Shell(string script) => new() { Path = "/bin/sh", Arguments = ["-c", script] };
}
