using Whelk.Errors;
using Whelk.Guest.Processes;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;

namespace Whelk.Guest.Inside;

/// <summary>Starts this program again, beside PID 1, for one look into the workload: what it does may take long, and PID 1 has one thread.</summary>
internal static class InsideLauncher
{
    private const string ThisProgram = "/init";

    internal static LaunchedProcess Launch(IReadOnlyList<string> arguments)
    {
        var (input, output, error) = (Pipe.Create(), Pipe.Create(), Pipe.Create());
        try
        {
            using var child = ChildProcess.Start(new SpawnOptions
            {
                Path = ThisProgram,
                Arguments = arguments,
                Environment = [],
                StandardInput = input.Read,
                StandardOutput = output.Write,
                StandardError = error.Write,
            });
            Descriptor.SetNonBlocking(input.Write);
            Descriptor.SetNonBlocking(output.Read);
            Descriptor.SetNonBlocking(error.Read);
            return new LaunchedProcess(child.Pid, input.Write, output.Read, error.Read);
        }
        catch (WhelkException)
        {
            input.Write.Dispose();
            output.Read.Dispose();
            error.Read.Dispose();
            throw;
        }
        finally
        {
            input.Read.Dispose();
            output.Write.Dispose();
            error.Write.Dispose();
        }
    }
}
