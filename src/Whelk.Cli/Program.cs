using Whelk.Cli.CommandLine;
using Whelk.Engine.Monitors;
using Whelk.Linux.Processes;
using Whelk.Networks.Names;

RuntimeStart.Settle();

// A monitor is started for every run: it needs none of the command line's parser.
if (args is ["monitor"])
{
    return await MonitorProcess.RunAsync(TimeProvider.System);
}

// It lives as long as the network, and is to be small.
if (args is [NameServerProcess.Command, var folder, var subnet, var interfaceIndex])
{
    return await NameServerProcess.RunAsync(folder, subnet, interfaceIndex);
}

using var host = CommandHost.OfProcess();
return ClientProgram.Run(args, host);
