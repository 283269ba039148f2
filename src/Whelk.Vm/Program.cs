using Whelk.Errors;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Commands;

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
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    ErrorLog.Write(exception.Message, options?.Log, options?.JsonLog == true, TimeProvider.System);
    return 1;
}
