using Whelk.Integration.Tests.Support;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Differential;

/// <summary>Docker's own engine, of the version whose API Whelk speaks, private to a test: tests/reference/serve.</summary>
internal sealed class ReferenceEngine : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(180);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("whelk-reference-");
    private ChildProcess? _process;

    private ReferenceEngine()
    {
    }

    internal string Root => Path.Combine(_folder.FullName, "docker");

    internal string Socket => Path.Combine(Root, "socket");

    internal static async Task<ReferenceEngine> StartAsync()
    {
        var engine = new ReferenceEngine();
        try
        {
            await engine.ServeAsync();
            return engine;
        }
        catch (Exception)
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Signal(SignalNumber.SIGTERM);
            using var bound = new CancellationTokenSource(Bound);
            await process.WaitAsync(bound.Token);
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        using var output = Pipe.Create();
        var options = Program.Options(Checkout.File("tests/reference/serve"), [_folder.FullName]);
        _process = ChildProcess.Start(options with { StandardOutput = output.Write });
        output.Write.Dispose();
        var buffer = new byte[64];
        Descriptor.SetNonBlocking(output.Read);
        var count = await Descriptor.ReadAsync(output.Read, buffer).WaitAsync(Bound);
        Assert.True(count > 0, "Docker's engine did not start: see what it said above");
    }
}
