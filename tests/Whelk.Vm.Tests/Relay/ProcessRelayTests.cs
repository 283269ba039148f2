using Whelk.Guest.Protocol;
using Whelk.Linux.Files;
using Whelk.Linux.Waiting;
using Whelk.Vm.Relay;
using Xunit;

namespace Whelk.Vm.Tests.Relay;

public sealed class ProcessRelayTests : IDisposable
{
    private readonly Pipe _output = Pipe.Create();
    private readonly Pipe _error = Pipe.Create();
    private readonly ProcessRelay _relay;

    public ProcessRelayTests()
    {
        var nothing = Descriptor.Open("/dev/null");
        _relay = new ProcessRelay(new Stdio(nothing, _output.Write, _error.Write, IsTerminal: false), (_, _) => { });
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Exit_status_stands_though_the_connection_ends_before_the_output_is_written()
    {
        for (var round = 0; round < 100; round++)
        {
            using var test = new ProcessRelayTests();
            test.Send(FrameType.Started, new PayloadWriter().Int32(1));
            test.Fill();
            test.Send(FrameType.Exit, new PayloadWriter().Int32(5));
            test._relay.OnLost();
            test.Drain();

            Assert.Equal(5, await test._relay.Exited);
        }
    }

    [Fact]
    public async Task Guest_that_is_lost_gives_137()
    {
        Send(FrameType.Started, new PayloadWriter().Int32(1));
        _relay.OnLost();

        Assert.Equal(137, await _relay.Exited);
    }

    /// <summary>More than a pipe holds, so that the writer has to wait for a reader.</summary>
    private void Fill()
    {
        for (var part = 0; part < 20; part++)
        {
            _relay.OnFrame(new Frame(FrameType.Out, 0, new byte[4096]));
            _relay.OnFrame(new Frame(FrameType.Err, 0, new byte[4096]));
        }
    }

    private void Drain()
    {
        foreach (var pipe in new[] { _output, _error })
        {
            for (var read = 0; read < 20 * 4096;)
            {
                read += BlockingIo.Read(pipe.Read, new byte[65536]);
            }
        }
    }

    private void Send(FrameType type, PayloadWriter payload) => _relay.OnFrame(new Frame(type, 0, payload.Written.ToArray()));
}
