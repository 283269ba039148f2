using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Whelk.Engine.Monitors.Protocol;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Mounts;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Linux.Signals;

namespace Whelk.Engine.Runtimes;

/// <summary>
/// The one seam: the command line of an OCI runtime (create, start, kill, delete, exec, …). Every call runs on a thread with private
/// mounts, so what is mounted for a workload is seen by its runtime alone.
/// </summary>
public sealed class RuntimeCommand : IDisposable
{
    private const int ErrorLimit = 16 * 1024;
    private const int LogLimit = 1024 * 1024;
    private readonly RuntimeInvocation _invocation;
    private readonly SafeFileHandle? _sealedCopy;
    private readonly NamespaceThread _thread;

    /// <param name="invocation">The runtime.</param>
    /// <param name="prepare">Mounts to make in the private mount namespace first; null for none.</param>
    public RuntimeCommand(RuntimeInvocation invocation, Action? prepare = null)
    {
        _invocation = invocation;
        Directory.CreateDirectory(invocation.StateRoot);
        _thread = NamespaceThread.WithFollowingMounts(() =>
        {
            if (invocation.HiddenMount is { } hidden)
            {
                Mount.Remove(hidden);
            }

            prepare?.Invoke();
        });
        _sealedCopy = invocation.SealedCopy is { } copy ? SealedFile.TryOpen(copy) : null;
    }

    /// <summary>create: the workload's namespaces exist afterwards, its process waits for start. Its stdio is the three descriptors; the program's name is for messages.</summary>
    /// <exception cref="WhelkException">In Docker's words, see <see cref="RuntimeFailure"/>.</exception>
    public Task CreateAsync(string id, string bundle, string program, string pidFile, RuntimeStdio stdio, CancellationToken cancellationToken) =>
        CallAsync("create", program, ["create", "--bundle", bundle, "--pid-file", pidFile, .. stdio.ConsoleArguments, id], stdio, cancellationToken);

    /// <summary>start: runs the workload's process.</summary>
    public Task StartAsync(string id, CancellationToken cancellationToken) =>
        CallAsync("start", id, ["start", id], RuntimeStdio.None, cancellationToken);

    /// <summary>run: create, start, wait and delete in one; for trying the runtime.</summary>
    /// <exception cref="WhelkException">It did not run, or its process ended with another status than 0.</exception>
    public Task RunAsync(string id, string bundle, CancellationToken cancellationToken) =>
        CallAsync("run", id, ["run", "--bundle", bundle, id], RuntimeStdio.None, cancellationToken);

    /// <summary>kill: sends a signal to the workload's first process.</summary>
    public Task KillAsync(string id, int signal, CancellationToken cancellationToken) =>
        CallAsync("kill", id, ["kill", id, $"{signal}"], RuntimeStdio.None, cancellationToken);

    /// <summary>pause: every process of the workload stands still.</summary>
    public Task PauseAsync(string id, CancellationToken cancellationToken) =>
        CallAsync("pause", id, ["pause", id], RuntimeStdio.None, cancellationToken);

    /// <summary>resume: they go on.</summary>
    public Task ResumeAsync(string id, CancellationToken cancellationToken) =>
        CallAsync("resume", id, ["resume", id], RuntimeStdio.None, cancellationToken);

    /// <summary>update: other limits, from a file of the OCI specification's resources.</summary>
    public Task UpdateAsync(string id, string resourcesFile, CancellationToken cancellationToken) =>
        CallAsync("update", id, ["update", "--resources", resourcesFile, id], RuntimeStdio.None, cancellationToken);

    /// <summary>Tells it by its own word (<see cref="RuntimeRecord.NetworkCommand"/>) that the interfaces of the workload's network namespace are others.</summary>
    public Task NetworkAsync(string word, string id, CancellationToken cancellationToken) =>
        CallAsync(word, id, [word, id], RuntimeStdio.None, cancellationToken);

    /// <summary>Returns once a workload can start in the way of these words (<see cref="StartWay.ReadyCommand"/>) at once.</summary>
    /// <exception cref="WhelkException">None will, and why.</exception>
    internal Task ReadyAsync(IReadOnlyList<string> words, CancellationToken cancellationToken) => CallAsync(words[0], words[^1], words, RuntimeStdio.None, cancellationToken);

    /// <summary>What the workload uses, by the runtime's own word (<see cref="RuntimeRecord.UseCommand"/>).</summary>
    internal async Task<ReportedUse> UseAsync(string word, string id, CancellationToken cancellationToken)
    {
        var said = await CallForOutputAsync(word, [word, id], cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(said, ReportedUse.UseJson.Default.ReportedUse) ?? throw new JsonException("nothing");
        }
        catch (JsonException exception)
        {
            throw new WhelkException(ErrorCode.Internal, $"{word} {id}: {exception.Message}", exception);
        }
    }

    /// <summary>state: creating, created, running, paused or stopped.</summary>
    public async Task<string> StatusAsync(string id, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(await CallForOutputAsync("state", ["state", id], cancellationToken));
        return json.RootElement.GetProperty("status").GetString() ?? string.Empty;
    }

    /// <summary>delete --force: ends what still runs and forgets the workload. Idempotent.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        CallAsync("delete", id, ["delete", "--force", id], RuntimeStdio.None, cancellationToken);

    /// <summary>exec --detach: starts another process in the workload; its pid is in the pid file afterwards.</summary>
    public Task ExecAsync(string id, string processFile, string program, string pidFile, RuntimeStdio stdio, CancellationToken cancellationToken) =>
        CallAsync(
            "exec",
            program,
            ["exec", "--process", processFile, .. stdio.ConsoleArguments.Length > 0 ? (ReadOnlySpan<string>)["--tty"] : [], .. stdio.ConsoleArguments, "--detach", "--pid-file", pidFile, id],
            stdio,
            cancellationToken);

    /// <summary>ps: the host pids of the workload's processes.</summary>
    public async Task<IReadOnlyList<int>> ProcessesAsync(string id, CancellationToken cancellationToken)
    {
        var output = await CallForOutputAsync("ps", ["ps", "--format", "json", id], cancellationToken);
        using var json = JsonDocument.Parse(output);
        return [.. json.RootElement.EnumerateArray().Select(pid => pid.GetInt32())];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _thread.Dispose();
        _sealedCopy?.Dispose();
    }

    private async Task CallAsync(string operation, string subject, IReadOnlyList<string> arguments, RuntimeStdio stdio, CancellationToken cancellationToken)
    {
        using var errors = stdio.Error is null ? Pipe.Create() : null;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var said = Task.FromResult(string.Empty);
        try
        {
            await LoggedAsync(operation, subject, arguments, async options =>
            {
                using var child = _thread.Run(() => ChildProcess.Start(options with { StandardInput = stdio.Input, StandardOutput = stdio.Output, StandardError = stdio.Error ?? errors!.Write }));
                if (errors is not null)
                {
                    errors.Write.Dispose();
                    said = PipeText.ReadAsync(errors.Read, ErrorLimit, over.Token);
                }

                var status = await EndAsync(child, cancellationToken);
                return new CommandResult(status, string.Empty, status.Succeeded ? string.Empty : await said);
            });
        }
        finally
        {
            // Whom the runtime has started may hold its standard error open: nobody reads on, and the pipe is closed only then.
            await over.CancelAsync();
            await ((Task)said).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> CallForOutputAsync(string operation, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        (await LoggedAsync(operation, arguments[^1], arguments, options => _thread.Run(() => ChildProcess.RunAsync(options, cancellationToken)))).Output;

    // A call that is cancelled is not left running.
    private static async Task<ExitStatus> EndAsync(ChildProcess child, CancellationToken cancellationToken)
    {
        try
        {
            return await child.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            child.Signal(SignalNumber.SIGKILL);
            await child.WaitAsync(CancellationToken.None);
            throw;
        }
    }

    // What the runtime says of a failure is in its log: in memory, so that nothing of it stays when this process is killed.
    private async Task<CommandResult> LoggedAsync(string operation, string subject, IReadOnlyList<string> arguments, Func<SpawnOptions, Task<CommandResult>> run)
    {
        using var log = MemoryFile.Create("runtime-log");
        var result = await run(new SpawnOptions
        {
            Path = _sealedCopy is { } copy ? MemoryFile.PathOf(copy) : _invocation.Path,
            Name = _invocation.Path,
            Arguments = ["--root", _invocation.StateRoot, "--log", MemoryFile.PathOf(log), "--log-format", "json", .. arguments],
        });
        return result.Status.Succeeded ? result : throw RuntimeFailure.From(_invocation.Name, operation, subject, Text(log), result.Error);
    }

    private static string Text(SafeFileHandle log)
    {
        var bytes = new byte[Math.Min(RandomAccess.GetLength(log), LogLimit)];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(log, bytes, 0));
    }
}
