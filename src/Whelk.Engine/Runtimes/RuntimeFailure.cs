using System.Text.Json;
using System.Text.RegularExpressions;
using Whelk.Errors;

namespace Whelk.Engine.Runtimes;

/// <summary>Turns what a runtime said into an error in the words that Docker's clients look for.</summary>
internal static partial class RuntimeFailure
{
    /// <param name="runtime">Its name.</param>
    /// <param name="operation">Which call failed.</param>
    /// <param name="program">The program that was to run, which not every runtime names.</param>
    /// <param name="log">Its log, JSON lines.</param>
    /// <param name="errorOutput">What it wrote to standard error.</param>
    internal static WhelkException From(string runtime, string operation, string program, string log, string errorOutput)
    {
        var messages = Messages(log);
        var said = messages.Count > 0 ? messages[^1] : errorOutput.Trim() is { Length: > 0 } text ? text : "no reason given";
        var (code, reason) = messages.Append(said).Any(GoneText().IsMatch) ? (ErrorCode.InvalidState, Lowered(said)) : Classify(said, program);
        return new WhelkException(code, operation switch
        {
            "create" => $"failed to create task for container: failed to create shim task: OCI runtime create failed: {Started($"{runtime} create failed", reason)}",
            "exec" => $"OCI runtime exec failed: {Started("exec failed", reason)}",
            "start" => $"failed to create task for container: OCI runtime start failed: {runtime}: {reason}",
            _ => $"{runtime} {operation}: {reason}",
        });
    }

    /// <summary>Whether the failure was that the workload had ended, or is not known, already.</summary>
    internal static bool MeansGone(WhelkException exception) => exception.Code is ErrorCode.NotFound or ErrorCode.InvalidState;

    // As runc says it, which says it itself, and as containerd ends it.
    private static string Started(string failed, string reason) =>
        $"{(reason.StartsWith(failed, StringComparison.Ordinal) ? reason : $"{failed}: unable to start container process: {reason}")}: unknown";

    /// <summary>Whether the failure was that the program is not there: then a shell would answer 127.</summary>
    internal static bool MeansNoProgram(WhelkException exception) => NoProgram().IsMatch(exception.Message);

    private static (ErrorCode Code, string Reason) Classify(string said, string program)
    {
        if (NotInPath().Match(said) is { Success: true } missing)
        {
            return (ErrorCode.InvalidArgument, $"exec: \"{missing.Groups["name"].Value}\": executable file not found in $PATH");
        }

        if (said.Contains("executable file not found", StringComparison.Ordinal))
        {
            return (ErrorCode.InvalidArgument, said);
        }

        if (OpenExecutable().Match(said) is { Success: true } open)
        {
            return (ErrorCode.InvalidArgument, $"exec: \"{(open.Groups["name"].Value is { Length: > 0 } name ? name : program)}\": {ReasonOf(open.Groups["reason"].Value)}");
        }

        var reason = ChangeFolder().Match(said) is { Success: true } folder
            ? $"chdir to cwd (\"{folder.Groups["name"].Value}\") set in config.json failed: {ReasonOf(folder.Groups["reason"].Value)}"
            : Lowered(said);
        var atFault = reason.Contains("permission denied", StringComparison.Ordinal) || reason.Contains("no such file or directory", StringComparison.Ordinal);
        return (atFault ? ErrorCode.InvalidArgument : ErrorCode.Internal, reason);
    }

    // crun's word for a program that is a folder; runc's, which Docker's clients know, is the other.
    private static string ReasonOf(string word) => word == "Operation not permitted" ? "permission denied" : word.ToLowerInvariant();

    // docker run looks for these two in lower case to exit with 126 and 127.
    private static string Lowered(string said) => said
        .Replace("Permission denied", "permission denied", StringComparison.Ordinal)
        .Replace("No such file or directory", "no such file or directory", StringComparison.Ordinal);

    // The first may be the cause and the last the summary: both are asked whether the workload is gone.
    private static List<string> Messages(string log)
    {
        var found = new List<string>();
        foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (MessageOf(line) is { } message)
            {
                found.Add(message);
            }
        }

        return found;
    }

    private static string? MessageOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("msg", out var message) && message.ValueKind == JsonValueKind.String
                && (!root.TryGetProperty("level", out var level) || level.ValueEquals("error") || level.ValueEquals("fatal"))
                ? message.GetString()
                : null;
        }
        catch (JsonException)
        {
            return line;
        }
    }

    [GeneratedRegex("executable file `(?<name>[^`]*)` not found in \\$PATH", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInPath();

    [GeneratedRegex("exec: \"[^\"]*\": (executable file not found|(stat [^:]*: )?no such file or directory)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoProgram();

    [GeneratedRegex("chdir `(?<name>[^`]*)`: (?<reason>Permission denied|No such file or directory|Not a directory)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChangeFolder();

    [GeneratedRegex("open executable( `(?<name>[^`]*)`)?: (?<reason>Permission denied|No such file or directory|Operation not permitted|Not a directory)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OpenExecutable();

    [GeneratedRegex("does not exist|process already finished|not running|[Nn]o such process|error opening file `[^`]*/status`", RegexOptions.None, 1000)]
    private static partial Regex GoneText();
}
