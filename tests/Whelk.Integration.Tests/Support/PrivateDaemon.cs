using System.Text;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;
using Whelk.Linux.Waiting;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Support;

/// <summary>A daemon of the test's own, with root, run folder and socket in a temporary folder. Disposing stops it and demands that nothing is left.</summary>
internal sealed class PrivateDaemon : IAsyncDisposable
{
    private const string ReadyWord = "listens on";
    private readonly DirectoryInfo _folder = MakeFolder();
    private ChildProcess? _process;
    private Task<string> _said = Task.FromResult(string.Empty);

    private readonly string? _root;

    private PrivateDaemon(string? root) => _root = root;

    internal string Folder => _folder.FullName;

    internal string Root => _root ?? Path.Combine(Folder, "root");

    internal string Run => Path.Combine(Folder, "run");

    internal string Socket => Path.Combine(Run, "whelk.sock");

    internal string Host => $"unix://{Socket}";

    internal int Pid => _process!.Pid;

    internal static async Task<PrivateDaemon> StartAsync(IReadOnlyDictionary<string, string>? environment = null, string? root = null)
    {
        var daemon = new PrivateDaemon(root);
        try
        {
            await daemon.StartAgainAsync(environment);
            return daemon;
        }
        catch (Exception)
        {
            daemon._folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Starts it on the same root, after a kill or stop; returns when it serves.</summary>
    internal async Task StartAgainAsync(IReadOnlyDictionary<string, string>? environment = null)
    {
        using var stderr = Pipe.Create();
        var options = Program.Options(Checkout.Built("whelk"), ["daemon", "--root", Root, "--run", Run, "--host", Host], WithoutPool(environment ?? new Dictionary<string, string>()));
        _process = ChildProcess.Start(options with { StandardError = stderr.Write });
        stderr.Write.Dispose();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _said = ListenAsync(Descriptor.Duplicate(stderr.Read), ready);
        if (await Task.WhenAny(ready.Task.WaitAsync(TimeSpan.FromSeconds(60)), _said) == _said)
        {
            throw new InvalidOperationException($"the daemon did not start: {await _said}");
        }
    }

    // A machine that waits after each VM costs the tests beside it; PoolDaemon has one.
    private static Dictionary<string, string> WithoutPool(IReadOnlyDictionary<string, string> environment)
    {
        var all = new Dictionary<string, string>(environment);
        all.TryAdd("WHELK_VM_POOL", "0");
        return all;
    }

    /// <summary>The command line against this daemon.</summary>
    internal Task<CommandResult> WhelkAsync(params string[] arguments) => Program.RunAsync(Checkout.Built("whelk"), arguments, Client);

    /// <summary>The same with text on standard input.</summary>
    internal Task<CommandResult> WhelkWithInputAsync(string input, params string[] arguments) => Program.RunAsync(Checkout.Built("whelk"), arguments, Client, input);

    /// <summary>Docker's command line against this daemon.</summary>
    internal Task<CommandResult> DockerAsync(params string[] arguments) => Program.RunAsync("docker", ["-H", Host, .. arguments]);

    /// <summary>The command line, demanding success; its output without the last newline.</summary>
    internal async Task<string> DoAsync(params string[] arguments)
    {
        var result = await WhelkAsync(arguments);
        Assert.True(result.Status.Succeeded, $"whelk {string.Join(' ', arguments)}: {result.Status.ShellCode}: {result.Error}");
        return result.Output.TrimEnd('\n');
    }

    /// <summary>It works: a container and a VM run.</summary>
    internal async Task RunsBothAsync()
    {
        foreach (var isolation in new[] { "container", "vm" })
        {
            Assert.Equal("hi", await DoAsync("run", "--rm", "--isolation", isolation, "whelk/base", "echo", "hi"));
        }
    }

    /// <summary>Ends the daemon as a crash would.</summary>
    internal Task KillAsync() => EndAsync(SignalNumber.SIGKILL);

    /// <summary>Ends the daemon as an administrator would.</summary>
    /// <returns>What it had said.</returns>
    internal async Task<string> StopAsync()
    {
        await EndAsync(SignalNumber.SIGTERM);
        return await _said;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            await StartAgainAsync();
        }

        var all = (await WhelkAsync("ps", "-aq")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (all.Length > 0)
        {
            await WhelkAsync(["rm", "-f", .. all]);
        }

        var said = await StopAsync();
        var left = await Leftovers.OfAsync(this);
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException) when (left.Count > 0)
        {
            // Something is mounted below it: the next line says what.
        }

        Assert.True(left.Count == 0, $"left behind: {string.Join("; ", left)}; it had said: {said}");
    }

    // Users of a workload's own are let through, as they are to a daemon's usual folder.
    private static DirectoryInfo MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("whelk-it-");
        folder.UnixFileMode |= UnixFileMode.OtherExecute;
        return folder;
    }

    private IReadOnlyDictionary<string, string> Client => new Dictionary<string, string> { ["WHELK_HOST"] = Host };

    private async Task EndAsync(int signal)
    {
        if (_process is { } process)
        {
            process.Signal(signal);
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await process.WaitAsync(bound.Token);
            process.Dispose();
            _process = null;
        }
    }

    private static async Task<string> ListenAsync(Microsoft.Win32.SafeHandles.SafeFileHandle pipe, TaskCompletionSource ready)
    {
        using (pipe)
        {
            Descriptor.SetNonBlocking(pipe);
            var said = new StringBuilder();
            var buffer = new byte[4096];
            int count;
            while ((count = await Descriptor.ReadAsync(pipe, buffer)) > 0)
            {
                said.Append(Encoding.UTF8.GetString(buffer, 0, count));
                if (said.ToString().Contains(ReadyWord, StringComparison.Ordinal))
                {
                    ready.TrySetResult();
                }
            }

            FdWatcher.Shared.Forget(pipe);
            return said.ToString();
        }
    }
}
