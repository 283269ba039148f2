using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>Variables for a workload: --env and --env-file. A name without a value is taken from this process, and left out where it is not set.</summary>
internal static class EnvironmentFile
{
    /// <summary>All variables, those of files first, as Docker orders them.</summary>
    /// <exception cref="WhelkException">InvalidArgument: a malformed variable. NotFound: no such file.</exception>
    public static string[] Gather(IEnumerable<string> files, IEnumerable<string> variables, Func<string, string?> environment) =>
    [
        .. files.SelectMany(file => Parse(ReadLines(file), file, environment)),
        .. variables.SelectMany(variable => Resolve(Checked(variable), environment)),
    ];

    /// <summary>The variables of a file: one per line, no quoting, lines of # are comments.</summary>
    public static IEnumerable<string> Parse(IEnumerable<string> lines, string file, Func<string, string?> environment)
    {
        foreach (var raw in lines)
        {
            var line = raw.TrimStart();
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            var name = line.Split('=', 2)[0];
            if (name.Length == 0)
            {
                throw Invalid($"invalid environment file ({file}): no variable name on line '{line}'");
            }

            if (name.Any(char.IsWhiteSpace))
            {
                throw Invalid($"invalid environment file ({file}): variable '{name}' contains whitespaces");
            }

            foreach (var variable in Resolve(line, environment))
            {
                yield return variable;
            }
        }
    }

    private static IEnumerable<string> Resolve(string variable, Func<string, string?> environment)
    {
        if (variable.Contains('=', StringComparison.Ordinal))
        {
            return [variable];
        }

        return environment(variable) is { } value ? [$"{variable}={value}"] : [];
    }

    private static string Checked(string variable) =>
        variable.Length > 0 && variable[0] != '=' ? variable : throw Invalid($"invalid environment variable: {variable}");

    private static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WhelkException(ErrorCode.NotFound, $"open {file}: no such file or directory", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WhelkException(ErrorCode.Denied, $"open {file}: {failure.Message}", failure);
        }
    }

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
