using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Support;

/// <summary>Docker's own engine, of the version whose API Whelk speaks, private to a test: tests/reference/serve.</summary>
internal sealed class ReferenceEngine : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(180);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("whelk-reference-");
    private readonly IReadOnlyList<string> _options;
    private ChildProcess? _process;
    private Pipe? _held;

    private ReferenceEngine(IReadOnlyList<string> options) => _options = options;

    internal string Folder => _folder.FullName;

    /// <summary>The control group above those of its containers, in every hierarchy.</summary>
    internal string CgroupName => _folder.Name;

    internal string Root => Path.Combine(Folder, "docker");

    internal string Socket => Path.Combine(Root, "socket");

    /// <param name="options">Further options of dockerd.</param>
    internal static async Task<ReferenceEngine> StartAsync(params IReadOnlyList<string> options)
    {
        var engine = new ReferenceEngine(options);
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

    /// <summary>The command that runs a program where the engine runs, with the programs of its packages first: docker, ctr.</summary>
    internal IReadOnlyList<string> Inside(params IReadOnlyList<string> command) => [Checkout.File("tests/reference/inside"), Folder, .. command];

    /// <summary>Runs such a command to its end.</summary>
    internal Task<CommandResult> RunAsync(IReadOnlyList<string> command, string input = "")
    {
        var words = Inside(command);
        return Program.RunAsync(words[0], [.. words.Skip(1)], null, input);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Signal(SignalNumber.SIGTERM);
            using var bound = new CancellationTokenSource(Bound);
            await process.WaitAsync(bound.Token);
            process.Dispose();
            _process = null;
        }

        _held?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        using var output = Pipe.Create();
        _held = Pipe.Create();
        var options = Program.Options(Checkout.File("tests/reference/serve"), ["--while-input", Folder, .. _options]);
        _process = ChildProcess.Start(options with { StandardInput = _held.Read, StandardOutput = output.Write });
        output.Write.Dispose();
        _held.Read.Dispose();
        var buffer = new byte[64];
        Descriptor.SetNonBlocking(output.Read);
        var count = await Descriptor.ReadAsync(output.Read, buffer).WaitAsync(Bound);
        Assert.True(count > 0, "Docker's engine did not start: see what it said above");
    }
}
