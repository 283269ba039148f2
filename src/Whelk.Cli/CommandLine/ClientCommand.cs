using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Errors;

namespace Whelk.Cli.CommandLine;

/// <summary>A command that talks to the daemon: gives its body a client, and turns failures into messages and exit codes.</summary>
internal sealed class ClientCommand : Command
{
    private readonly CommandHost _host;

    public ClientCommand(CommandHost host, string name, string description)
        : base(name, description) => _host = host;

    /// <summary>The exit code where the daemon refuses or is away.</summary>
    public int FailureCode { get; init; } = 1;

    /// <summary>Whether failures are introduced as Docker's `run` does: "whelk: …" and a pointer to the help.</summary>
    public bool Introduced { get; init; }

    public void Runs(Func<ParseResult, EngineClient, int> body) => SetAction(parse => Guard(() =>
    {
        using var engine = _host.Engine(parse.GetValue<string?>(WhelkCommand.HostOption));
        return body(parse, engine);
    }));

    /// <summary>For a command that also works without the daemon, and waits then.</summary>
    public void Runs(Func<ParseResult, EngineClient, CancellationToken, Task<int>> body) => SetAction((parse, cancellationToken) => GuardAsync(async () =>
    {
        using var engine = _host.Engine(parse.GetValue<string?>(WhelkCommand.HostOption));
        return await body(parse, engine, cancellationToken);
    }));

    /// <summary>For commands that do one thing to each of several names: an error does not keep the others from their turn.</summary>
    public int ForEach(IEnumerable<string> names, Action<string> act)
    {
        var code = 0;
        foreach (var name in names)
        {
            code = Math.Max(code, Guard(() =>
            {
                act(name);
                return 0;
            }));
        }

        return code;
    }

    private int Guard(Func<int> body)
    {
        try
        {
            return body();
        }
        catch (WhelkException failure)
        {
            return CodeOf(failure);
        }
        finally
        {
            _host.Flush();
        }
    }

    private async Task<int> GuardAsync(Func<Task<int>> body)
    {
        try
        {
            return await body();
        }
        catch (WhelkException failure)
        {
            return CodeOf(failure);
        }
        finally
        {
            _host.Flush();
        }
    }

    // Reported first.
    private int CodeOf(WhelkException failure)
    {
        _host.Flush();
        _host.Error.WriteLine(Introduced ? $"whelk: {failure.Message}\n\nRun 'whelk {Name} --help' for more information" : failure.Message);
        return failure is ExitException exit ? exit.ExitCode : FailureCode;
    }
}
