using System.Text.Json;
using Whelk.Vm.Store;

namespace Whelk.Vm.CommandLine;

/// <summary>Where a failure is told: on standard error, and as the last line of the caller's log, which is what engines read.</summary>
internal static class ErrorLog
{
    internal static void Write(string message, string? file, bool json, TimeProvider time)
    {
        Try(() => Console.Error.WriteLine(message));
        if (file is null)
        {
            return;
        }

        var now = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ");
        var line = json
            ? JsonSerializer.Serialize(new LogLine { Level = "error", Msg = message, Time = now }, StoreJson.Default.LogLine)
            : $"time=\"{now}\" level=error msg={JsonSerializer.Serialize(message, StoreJson.Default.String)}";
        Try(() => File.AppendAllText(file, line + "\n"));
    }

    // Of the two one is enough: containerd gives a sandbox's runtime a standard error that can only be read.
    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The exit code still says that it failed.
        }
    }
}
