using Whelk.Advice.Doctor;
using Whelk.Cli.Daemon;
using Whelk.Engine.Leftovers;
using Whelk.Errors;

namespace Whelk.Cli.Doctor;

/// <summary>What a daemon left that is gone, looked for by this process.</summary>
internal static class StoppedDaemon
{
    internal const string StartCommand = "whelk daemon";

    /// <summary>The leftovers of a root, or what became of each.</summary>
    /// <exception cref="WhelkException">No daemon has had it, one has it now, or what lives cannot be told.</exception>
    internal static async Task<DoctorReport> ReportAsync(string root, bool repair, CancellationToken cancellationToken)
    {
        var command = root == DaemonCommand.DefaultRoot ? "whelk doctor --repair" : $"whelk doctor --repair --root {root}";
        using var stopped = await StoppedInstallation.OpenAsync(root, Path.GetDirectoryName(Environment.ProcessPath!)!, cancellationToken);
        var found = await stopped.LeftoversAsync(cancellationToken);
        var checks = repair ? await LeftoverChecks.RepairAsync(found, command) : LeftoverChecks.Of(found, command);
        return new DoctorReport { Checks = [.. checks.Select(Wire)] };
    }

    /// <summary>Those of the root that a daemon has by default; null where none has had it.</summary>
    /// <param name="failure">Why the daemon could not be asked.</param>
    /// <param name="repair">Whether to remove them.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal static async Task<DoctorReport?> TryReportAsync(string failure, bool repair, CancellationToken cancellationToken)
    {
        try
        {
            var report = await ReportAsync(DaemonCommand.DefaultRoot, repair, cancellationToken);
            return repair ? report : report with { Checks = [NotRunning(failure), .. report.Checks] };
        }
        catch (WhelkException exception) when (exception.Code is ErrorCode.NotFound)
        {
            return null;
        }
    }

    private static DoctorCheck NotRunning(string failure) => new() { Name = "daemon", Status = "fail", Detail = failure, Mend = $"start it as root with: {StartCommand}; if it listens elsewhere, name its socket: whelk --host unix:///path doctor" };

    private static DoctorCheck Wire(HostCheck check) => new() { Name = check.Name, Status = check.StatusWord, Detail = check.Detail, Mend = check.Mend };
}
