using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Output;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Doctor;

/// <summary>`whelk doctor`: what this host offers, what it lacks, and what mends it.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "doctor", "Show what this host offers and lacks, and how to mend it");
        var format = Flags.Text("--format", "table or json");
        format.DefaultValueFactory = _ => "table";
        format.AcceptOnlyFromAmong("table", "json");
        command.Add(format);
        command.Runs((parse, engine) =>
        {
            using var answer = Ask(engine);
            if (parse.GetValue(format) == "json")
            {
                var node = answer.ReadNode();
                host.Out.WriteLine(JsonText.Indented(node));
                return (node["Checks"] as System.Text.Json.Nodes.JsonArray ?? []).Any(check => check?["Status"]?.ToString() == "fail") ? 1 : 0;
            }

            var report = answer.Read(WireJson.Default.DoctorReport);
            DoctorTable.Write(host, report);
            return report.Checks.Any(check => check.Status == "fail") ? 1 : 0;
        });
        return command;
    }

    private static EngineResponse Ask(EngineClient engine)
    {
        try
        {
            return engine.Send(EngineRequest.Get("/whelk/doctor"));
        }
        catch (WhelkException failure) when (failure.Code is ErrorCode.Unavailable and var code && failure is not EngineException)
        {
            throw new WhelkException(
                code,
                $"{failure.Message}\nThe daemon examines the host. Start it as root with: whelk daemon\nIf it listens elsewhere, name its socket: whelk --host unix:///path doctor",
                failure);
        }
    }
}
