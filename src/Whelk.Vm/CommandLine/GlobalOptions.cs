using Whelk.Errors;

namespace Whelk.Vm.CommandLine;

/// <summary>What stands before the command.</summary>
internal sealed record GlobalOptions
{
    private static readonly string[] Valued = ["root", "log", "log-format", "criu", "rootless"];
    private static readonly string[] Flags = ["debug", "systemd-cgroup", "version", "v", "help", "h"];

    internal required string Root { get; init; }

    internal string? Log { get; init; }

    internal bool JsonLog { get; init; }

    internal required string Command { get; init; }

    internal required IReadOnlyList<string> Rest { get; init; }

    /// <summary>Reads the global options; the command is the first word after them.</summary>
    internal static GlobalOptions Parse(IReadOnlyList<string> args)
    {
        var all = Arguments.Parse(args, Valued, Flags, stopAt: 1);
        var command = all.Flag("version") || all.Flag("v") ? "--version"
            : all.Flag("help") || all.Flag("h") ? "--help"
            : all.Words.Count > 0 ? all.Words[0] : "--help";
        return new GlobalOptions
        {
            Root = Path.GetFullPath(all.Value("root") ?? "/run/whelk-vm"),
            Log = all.Value("log"),
            JsonLog = all.Value("log-format") switch
            {
                null or "text" => false,
                "json" => true,
                var other => throw new WhelkException(ErrorCode.InvalidArgument, $"unknown log-format {other}"),
            },
            Command = command,
            Rest = [.. all.Words.Skip(1)],
        };
    }
}
