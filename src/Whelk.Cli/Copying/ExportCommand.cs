using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Errors;

namespace Whelk.Cli.Copying;

/// <summary>`whelk export`: a workload's own files as an archive.</summary>
internal static class ExportCommand
{
    private const int StandardOutput = 1;

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "export", "Write a workload's files as an archive");
        var output = Flags.Text("--output", "Write to a file, instead of standard output", "-o");
        var name = new Argument<string>("CONTAINER");
        command.Add(output);
        command.Add(name);
        command.Runs((parse, engine) =>
        {
            var path = parse.GetValue(output);
            if (path is null && host.IsTerminal(StandardOutput))
            {
                throw new WhelkException(ErrorCode.InvalidArgument, "cowardly refusing to save to a terminal. Use the -o flag or redirect");
            }

            using var answer = engine.Send(EngineRequest.Get($"/containers/{QueryString.Escape(parse.GetRequiredValue(name))}/export"));
            if (path is null)
            {
                answer.Body.CopyTo(host.Output);
                return 0;
            }

            Save(answer.Body, path);
            return 0;
        });
        return command;
    }

    private static void Save(Stream archive, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            archive.CopyTo(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WhelkException(ErrorCode.Unavailable, $"failed to export container: {failure.Message}", failure);
        }
    }
}
