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
        var said = LastMessage(log) ?? (errorOutput.Trim() is { Length: > 0 } text ? text : "no reason given");
        var (code, reason) = Classify(said, program);
        return new WhelkException(code, operation is "create" or "start"
            ? $"failed to create task for container: OCI runtime {operation} failed: {runtime}: {reason}"
            : operation is "exec" ? $"OCI runtime exec failed: {reason}" : $"{runtime} {operation}: {reason}");
    }

    /// <summary>Whether the failure was that the workload had ended, or is not known, already.</summary>
    internal static bool MeansGone(WhelkException exception) => exception.Code is ErrorCode.NotFound or ErrorCode.InvalidState;

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
            return (ErrorCode.InvalidArgument, $"exec: \"{(open.Groups["name"].Value is { Length: > 0 } name ? name : program)}\": {open.Groups["reason"].Value.ToLowerInvariant()}");
        }

        var gone = GoneText().IsMatch(said);
        return (gone ? ErrorCode.InvalidState : said.Contains("ermission denied", StringComparison.Ordinal) || said.Contains("o such file or directory", StringComparison.Ordinal) ? ErrorCode.InvalidArgument : ErrorCode.Internal, Lowered(said));
    }

    // docker run looks for these two in lower case to exit with 126 and 127.
    private static string Lowered(string said) => said
        .Replace("Permission denied", "permission denied", StringComparison.Ordinal)
        .Replace("No such file or directory", "no such file or directory", StringComparison.Ordinal);

    private static string? LastMessage(string log)
    {
        string? last = null;
        foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.TryGetProperty("msg", out var message)
                    && (!json.RootElement.TryGetProperty("level", out var level) || level.GetString() is "error" or "fatal"))
                {
                    last = message.GetString();
                }
            }
            catch (JsonException)
            {
                last = line;
            }
        }

        return last;
    }

    [GeneratedRegex("executable file `(?<name>[^`]*)` not found in \\$PATH", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInPath();

    [GeneratedRegex("open executable( `(?<name>[^`]*)`)?: (?<reason>Permission denied|No such file or directory)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OpenExecutable();

    [GeneratedRegex("does not exist|error opening file `[^`]*/status`|container not running|process already finished|not running|No such process|no such process", RegexOptions.None, 1000)]
    private static partial Regex GoneText();
}
