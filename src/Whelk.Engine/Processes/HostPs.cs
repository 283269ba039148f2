using System.Globalization;
using System.Text.RegularExpressions;
using Whelk.Errors;
using Whelk.Linux.Processes;

namespace Whelk.Engine.Processes;

/// <summary>The host's ps(1), asked as Docker asks it (moby, daemon/top_unix.go).</summary>
internal static partial class HostPs
{
    private static readonly string[] Places = ["/usr/bin/ps", "/bin/ps"];

    /// <exception cref="WhelkException">In Docker's words: ps is missing or refuses.</exception>
    internal static async Task<ProcessList> ListAsync(string arguments, IReadOnlyList<int> pids, CancellationToken cancellationToken)
    {
        Check(arguments);
        var words = arguments.Split(' ');
        var numbers = string.Join(',', pids.Select(pid => pid.ToString(CultureInfo.InvariantCulture)));

        // Some options cannot go together with a choice of processes: then all are listed, and chosen here.
        var result = await RunAsync([.. words, $"-q{numbers}"], cancellationToken);
        result = result.Status.Succeeded ? result : await RunAsync(words, cancellationToken);
        return result.Status.Succeeded
            ? ProcessList.Parse(result.Output, pids.ToHashSet())
            : throw new WhelkException(ErrorCode.Internal, $"ps: {(result.Error.Split('\n')[0] is { Length: > 0 } line ? line : $"exit status {result.Status.ShellCode}")}");
    }

    private static Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync(new SpawnOptions { Path = Path(), Arguments = arguments }, cancellationToken);

    private static string Path() => Places.FirstOrDefault(File.Exists) ?? throw new WhelkException(ErrorCode.Internal, "ps: exec: \"ps\": executable file not found in $PATH");

    // A column of another name that is called PID would be taken for the numbers.
    private static void Check(string arguments)
    {
        foreach (Match named in RenamedColumn().Matches(arguments))
        {
            if (named.Groups["column"].Value != "pid")
            {
                throw new WhelkException(ErrorCode.Internal, $"specifying \"{named.Groups["column"].Value}={named.Groups["title"].Value}\" is not allowed");
            }
        }
    }

    [GeneratedRegex(@"\s+(?<column>[^\s=]*)=\s*(?<title>PID[^\s]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RenamedColumn();
}
