using System.CommandLine;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Errors;

namespace Whelk.Cli.Images;

/// <summary>`whelk import`: an image from the archive of a file system.</summary>
internal static class ImportCommand
{
    private const string StandardInput = "-";

    public static Command Create(CommandHost host)
    {
        var command = new ClientCommand(host, "import", "Make an image of a file system's archive");
        var change = Flags.List("--change", "Apply a Dockerfile instruction to the image", "-c");
        var message = Flags.Text("--message", "Commit message", "-m");
        var file = new Argument<string>("FILE|-");
        var name = new Argument<string?>("REPOSITORY[:TAG]") { Arity = ArgumentArity.ZeroOrOne };
        command.Add(change);
        command.Add(message);
        command.Add(file);
        command.Add(name);
        command.Runs((parse, engine) =>
        {
            var target = new QueryString("/images/create").Add("fromSrc", StandardInput).Add("message", parse.GetValue(message));
            if (parse.GetValue(name) is { } image)
            {
                var (repository, tag) = ImageName.Split(image);
                target.Add("repo", repository).Add("tag", tag ?? "latest");
            }

            foreach (var instruction in parse.GetRequiredValue(change))
            {
                target.Add("changes", instruction);
            }

            using var archive = Open(host, parse.GetRequiredValue(file));
            using var answer = engine.Send(EngineRequest.Post(target.ToString()) with { Upload = archive, ContentType = "application/x-tar" });
            ProgressOutput.Follow(answer, host.Out.WriteLine);
            return 0;
        });
        return command;
    }

    private static Stream Open(CommandHost host, string path)
    {
        if (path == StandardInput)
        {
            return host.Input;
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WhelkException(ErrorCode.NotFound, $"open {path}: no such file or directory", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new WhelkException(ErrorCode.Denied, $"open {path}: permission denied", failure);
        }
    }
}
