using Whelk.Errors;
using Whelk.Vm.CommandLine;

namespace Whelk.Vm.Commands;

/// <summary>The commands by name.</summary>
internal static class CommandTable
{
    private const string Help = """
        whelk-vm: an OCI runtime that runs every container in a virtual machine of its own

        usage: whelk-vm [--root DIR] [--log FILE] [--log-format text|json] COMMAND ...

          create  --bundle DIR [--pid-file FILE] [--console-socket PATH] ID
          start   ID
          run     --bundle DIR [--pid-file FILE] [--console-socket PATH] [--detach] ID
          exec    [--process FILE] [--tty] [--console-socket PATH] [--detach] [--pid-file FILE] [--cwd DIR] [--env N=V] [--user UID[:GID]] ID [COMMAND ...]
          inside  ID stat PATH | pack PATH | pack-all | unpack PATH KEEPS UID GID | changes [HIDDEN ...] | processes COLUMN,...
          kill    [--all] ID [SIGNAL]
          delete  [--force] ID
          state   ID
          ps      [--format json|table] ID
          use     ID                       what the workload uses of its guest, as JSON
          pause   ID
          resume  ID
          network ID                       its network namespace's interfaces are others: follow them
          update  --resources FILE|- ID
          list    [--format json|table] [--quiet]
          features
          warm    [--while-input]          keep templates, so that machines start as clones of one that has booted
          ready   cold | clone | waiting   return when a machine without limits can start so at once
          doctor  [--format text|json]     what this host offers, tried out
        """;

    private static readonly Dictionary<string, Func<GlobalOptions, Task<int>>> Commands = new()
    {
        ["create"] = CreateCommand.RunAsync,
        ["start"] = StartCommand.RunAsync,
        ["run"] = RunCommand.RunAsync,
        ["exec"] = ExecCommand.RunAsync,
        ["inside"] = InsideCommand.RunAsync,
        ["kill"] = KillCommand.RunAsync,
        ["delete"] = DeleteCommand.RunAsync,
        ["state"] = StateCommand.RunAsync,
        ["ps"] = PsCommand.RunAsync,
        ["use"] = UseCommand.RunAsync,
        ["pause"] = options => FreezeCommand.RunAsync(options, Monitor.ControlFrame.Pause),
        ["resume"] = options => FreezeCommand.RunAsync(options, Monitor.ControlFrame.Resume),
        ["network"] = options => FreezeCommand.RunAsync(options, Monitor.ControlFrame.Network),
        ["update"] = UpdateCommand.RunAsync,
        ["list"] = ListCommand.RunAsync,
        ["features"] = FeaturesCommand.RunAsync,
        ["warm"] = WarmCommand.RunAsync,
        ["ready"] = ReadyCommand.RunAsync,
        ["doctor"] = DoctorCommand.RunAsync,
        [MonitorCommand.Name] = MonitorCommand.RunAsync,
        [ExecProxyCommand.Name] = ExecProxyCommand.RunAsync,
    };

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        switch (options.Command)
        {
            case "--version":
                await Console.Out.WriteLineAsync($"whelk-vm version {typeof(CommandTable).Assembly.GetName().Version?.ToString(3)}\nspec: 1.0.2");
                return 0;
            case "--help" or "help":
                await Console.Out.WriteLineAsync(Help);
                return 0;
            default:
                return Commands.TryGetValue(options.Command, out var command)
                    ? await command(options)
                    : throw new WhelkException(ErrorCode.InvalidArgument, $"unknown command {options.Command}; see whelk-vm --help");
        }
    }
}
