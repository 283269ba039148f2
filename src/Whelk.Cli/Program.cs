using Whelk.Cli.CommandLine;

using var host = CommandHost.OfProcess();
return ClientProgram.Run(args, host);
