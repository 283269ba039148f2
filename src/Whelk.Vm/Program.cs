using Whelk.Errors;
using Whelk.Linux.Processes;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Commands;

RuntimeStart.Settle();

GlobalOptions? options = null;
try
{
    options = GlobalOptions.Parse(args);
    return await CommandTable.RunAsync(options);
}
catch (WhelkException exception)
{
    ErrorLog.Write(exception.Message, options?.Log, options?.JsonLog == true, TimeProvider.System);
    return exception is CommandFailedException failed ? failed.ExitCode : 1;
}
#pragma warning disable CA1031 // Engines read the last line of the log: whatever went wrong must stand there, not in a crash report.
catch (Exception exception)
#pragma warning restore CA1031
{
    var expected = exception is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException;
    ErrorLog.Write(expected ? exception.Message : $"{exception.GetType().Name}: {exception.Message}", options?.Log, options?.JsonLog == true, TimeProvider.System);
    return 1;
}
