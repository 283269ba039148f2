using System.CommandLine;
using System.Runtime.InteropServices;
using Whelk.Api;
using Whelk.Cli.CommandLine;
using Whelk.Engine;
using Whelk.Errors;
using Whelk.Linux.Systemd;

namespace Whelk.Cli.Daemon;

/// <summary>`whelk daemon`: the composition root. Runs until SIGTERM or SIGINT; what runs then goes on without it.</summary>
internal static class DaemonCommand
{
    /// <summary>The --root of a daemon that is given none.</summary>
    internal const string DefaultRoot = "/var/lib/whelk";

    private const string UnixScheme = "unix://";

    internal static Command Create()
    {
        var root = new Option<string>("--root") { Description = "What survives a reboot", DefaultValueFactory = _ => DefaultRoot };
        var run = new Option<string>("--run") { Description = "What does not", DefaultValueFactory = _ => "/run/whelk" };
        var isolation = new Option<string>("--default-isolation") { Description = "For workloads that name none", DefaultValueFactory = _ => "container" };
        var command = new Command("daemon", "Run the engine that the other commands talk to") { root, run, isolation };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Path.GetFullPath(parsed.GetValue(root)!),
            Path.GetFullPath(parsed.GetValue(run)!),
            parsed.GetValue<string?>(WhelkCommand.HostOption),
            parsed.GetValue(isolation)!,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string root, string run, string? host, string isolation, CancellationToken cancellationToken)
    {
        var service = ServiceNotification.Take();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        try
        {
            var socket = SocketOf(host, run);
            await SocketClaim.TakeAsync(socket, stop.Token);
            await using var engine = await WhelkEngine.OpenAsync(OptionsFor(root, run, isolation), TimeProvider.System, stop.Token);
            await using var server = await ApiServer.StartAsync(engine, socket, stop.Token);
            service.Ready();
            await Console.Error.WriteLineAsync($"whelk daemon {ProductVersion.Text} listens on {UnixScheme}{socket}");
            foreach (var fault in new[] { engine.Network.NameFault, engine.Groups.Fault }.OfType<string>())
            {
                await Console.Error.WriteLineAsync($"whelk daemon: {fault}");
            }

            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (WhelkException exception)
        {
            await Console.Error.WriteLineAsync($"whelk daemon: {exception.Message}");
            return 1;
        }

        return 0;

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            service.Stopping();
            stop.Cancel();
        }
    }

    private static EngineOptions OptionsFor(string root, string run, string isolation) => new()
    {
        Root = root,
        Run = run,
        Executable = Environment.ProcessPath!,
        Installation = Path.GetDirectoryName(Environment.ProcessPath!)!,
        DefaultIsolation = Engine.Workloads.WorkloadIsolation.Parse(isolation, Engine.Workloads.WorkloadIsolation.Container),
    };

    private static string SocketOf(string? host, string run)
    {
        if (host is null)
        {
            return Path.Combine(run, "whelk.sock");
        }

        return host.StartsWith(UnixScheme, StringComparison.Ordinal)
            ? Path.GetFullPath(host[UnixScheme.Length..])
            : throw new WhelkException(ErrorCode.InvalidArgument, $"--host takes unix:///path, not {host}: over a network, forward the socket with ssh");
    }
}
