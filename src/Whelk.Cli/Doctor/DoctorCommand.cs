using System.CommandLine;
using System.Text.Json;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Doctor;

/// <summary>`whelk doctor`: what this host offers, what it lacks, what was left on it, and what mends that.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "doctor", "Show what this host offers and lacks and what was left on it, and how to mend it");
        var repair = Flags.Switch("--repair", "Remove what killed daemons, monitors and workloads have left");
        var root = Flags.Text("--root", "The --root of a daemon that is gone: what it left is looked for without it");
        var format = Flags.Text("--format", "table or json");
        format.DefaultValueFactory = _ => "table";
        format.AcceptOnlyFromAmong("table", "json");
        command.Add(repair);
        command.Add(root);
        command.Add(format);
        command.Runs(async (parse, engine, cancellationToken) =>
        {
            var report = parse.GetValue(root) is { } named
                ? await StoppedDaemon.ReportAsync(Path.GetFullPath(named), parse.GetValue(repair), cancellationToken)
                : await AskAsync(engine, EngineAddress.Choose(parse.GetValue<string?>(WhelkCommand.HostOption), host.Environment(EngineAddress.Variable)), parse.GetValue(repair), cancellationToken);
            Write(host, report, parse.GetValue(format) == "json");
            return report.Checks.Any(check => check.Status == "fail") ? 1 : 0;
        });
        return command;
    }

    private static void Write(CommandHost host, DoctorReport report, bool json)
    {
        if (json)
        {
            host.Out.WriteLine(JsonText.Indented(JsonSerializer.SerializeToNode(report, WireJson.Default.DoctorReport)!));
        }
        else
        {
            DoctorTable.Write(host, report);
        }
    }

    private static async Task<DoctorReport> AskAsync(EngineClient engine, EngineAddress address, bool repair, CancellationToken cancellationToken)
    {
        try
        {
            return engine.Ask(repair ? EngineRequest.Post("/whelk/doctor/repair") : EngineRequest.Get("/whelk/doctor"), WireJson.Default.DoctorReport);
        }
        catch (WhelkException failure) when (failure.Code is ErrorCode.Unavailable && failure is not EngineException)
        {
            return $"{address}" == EngineAddress.Default && await StoppedDaemon.TryReportAsync(failure.Message, repair, cancellationToken) is { } report ? report : throw Unreachable(failure);
        }
    }

    private static WhelkException Unreachable(WhelkException failure) => new(
        failure.Code,
        $"{failure.Message}\nThe daemon examines the host. Start it as root with: {StoppedDaemon.StartCommand}\nIf it listens elsewhere, name its socket: whelk --host unix:///path doctor\nWhat a daemon left that is gone is found with: whelk doctor --root FOLDER",
        failure);
}
