namespace Whelk.Integration.Tests.Support;

/// <summary>A suite that every isolation passes: the same tests, one word of difference.</summary>
public abstract class IsolationSuite(SharedDaemon shared)
{
    private readonly string _unique = Guid.NewGuid().ToString("n")[..8];

    /// <summary>The word behind --isolation.</summary>
    protected abstract string Isolation { get; }

    internal PrivateDaemon Daemon => shared.Daemon;

    /// <summary>A name that no other test uses.</summary>
    protected string Name(string what) => $"{what}-{_unique}";

    /// <summary>whelk run --isolation … with these words behind it.</summary>
    private protected Task<Linux.Processes.CommandResult> RunAsync(params string[] words) => Daemon.WhelkAsync(["run", "--isolation", Isolation, .. words]);

    /// <summary>Starts a workload in the background that is removed when the returned value is disposed.</summary>
    private protected async Task<StartedWorkload> StartAsync(string name, params string[] words)
    {
        await Daemon.DoAsync(["run", "-d", "--isolation", Isolation, "--name", name, .. words]);
        return new StartedWorkload(Daemon, name);
    }

    /// <summary>Asks until it is so; each question takes its time at the daemon, so nothing sleeps.</summary>
    private protected static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isSo())
        {
            bound.Token.ThrowIfCancellationRequested();
        }
    }
}
