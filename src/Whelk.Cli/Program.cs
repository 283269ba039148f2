using Whelk.Cli.CommandLine;
using Whelk.Engine.Monitors;

// A monitor is started for every run: it needs none of the command line's parser.
if (args is ["monitor"])
{
    return await MonitorProcess.RunAsync(TimeProvider.System);
}

using var host = CommandHost.OfProcess();
return ClientProgram.Run(args, host);
