using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>The file that --cidfile names.</summary>
internal static class CidFile
{
    /// <summary>Runs <paramref name="create"/> and writes the id it returns; refuses before that where the file exists.</summary>
    public static string Around(string? path, Func<string> create)
    {
        if (path is not null && File.Exists(path))
        {
            throw new WhelkException(ErrorCode.AlreadyExists, $"container ID file found, make sure the other container isn't running or delete {path}");
        }

        var id = create();
        if (path is not null)
        {
            File.WriteAllText(path, id);
        }

        return id;
    }
}
