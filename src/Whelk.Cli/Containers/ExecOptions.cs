using Whelk.Api;
using System.CommandLine;
using Whelk.Cli.Attach;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Run;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Containers;

/// <summary>The options of `exec`, with Docker's names and meanings.</summary>
internal sealed class ExecOptions
{
    private readonly Option<bool> _detach = Flags.Switch("--detach", "Run in the background", "-d");
    private readonly Option<bool> _interactive = Flags.Switch("--interactive", "Keep standard input open", "-i");
    private readonly Option<bool> _tty = Flags.Switch("--tty", "Allocate a pseudo terminal", "-t");
    private readonly Option<string[]> _env = Flags.List("--env", "Set environment variables", "-e");
    private readonly Option<string[]> _envFile = Flags.List("--env-file", "Read environment variables from a file");
    private readonly Option<string?> _user = Flags.Text("--user", "User name or id (name|uid[:group|gid])", "-u");
    private readonly Option<string?> _workdir = Flags.Text("--workdir", "Working directory inside", "-w");
    private readonly Option<bool> _privileged = Flags.Switch("--privileged", "Give the command every capability");
    private readonly Option<string?> _detachKeys = Flags.Text("--detach-keys", "Keys that leave a terminal without ending the command");
    private readonly Argument<string[]> _containerAndCommand = Flags.NameAndCommand("CONTAINER COMMAND [ARG...]");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_detach, _interactive, _tty, _env, _envFile, _user, _workdir, _privileged, _detachKeys])
        {
            command.Add(option);
        }

        command.Add(_containerAndCommand);
    }

    /// <exception cref="WhelkException">InvalidArgument: no command, or a malformed value.</exception>
    public ExecRequest Read(ParseResult parse, CommandHost host)
    {
        var words = Positionals.Of(parse, _containerAndCommand);
        if (words.Length < 2)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "'whelk exec' requires at least 2 arguments");
        }

        var detach = parse.GetValue(_detach);
        var tty = parse.GetValue(_tty);
        var interactive = parse.GetValue(_interactive) && !detach;
        var env = EnvironmentFile.Gather(parse.GetRequiredValue(_envFile), parse.GetRequiredValue(_env), host.Environment);
        return new ExecRequest
        {
            Container = words[0],
            Detach = detach,
            Config = new ExecConfig
            {
                User = parse.GetValue(_user),
                Privileged = parse.GetValue(_privileged),
                Tty = tty,
                ConsoleSize = tty && StandardTerminal.SizeOf(StandardTerminal.Output) is { } size ? [size.Rows, size.Columns] : null,
                AttachStdin = interactive,
                AttachStdout = !detach,
                AttachStderr = !detach,
                Env = env.Length > 0 ? env : null,
                WorkingDir = parse.GetValue(_workdir),
                Cmd = words[1..],
            },
            Streams = new StreamOptions
            {
                Input = interactive,
                Tty = tty,
                DetachKeys = DetachKeys.Parse(parse.GetValue(_detachKeys) ?? DetachKeys.Default),
            },
        };
    }
}
