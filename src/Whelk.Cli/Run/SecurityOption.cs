using System.Text;
using System.Text.Json;
using Whelk.Errors;

namespace Whelk.Cli.Run;

/// <summary>One value of --security-opt. A seccomp profile is sent as its text, since the daemon need not see this process's files.</summary>
internal static class SecurityOption
{
    private const string Seccomp = "seccomp=";

    /// <summary>Whether it lets the workload see the kernel's paths as they are: a word of the client's, which asks for no masked and no read-only ones.</summary>
    public static bool ShowsPaths(string option) => option is "systempaths=unconfined" or "systempaths:unconfined";

    /// <summary>The word as the daemon is sent it: of a profile the text, without its white space, as docker does.</summary>
    /// <exception cref="WhelkException">NotFound: the profile cannot be read. InvalidArgument: it is no JSON, or the word is none.</exception>
    public static string Resolve(string option)
    {
        if (option != "no-new-privileges" && option.AsSpan().IndexOfAny('=', ':') < 0)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"Invalid --security-opt: \"{option}\"");
        }

        var plain = option.StartsWith("seccomp:", StringComparison.Ordinal) ? Seccomp + option[Seccomp.Length..] : option;
        if (!plain.StartsWith(Seccomp, StringComparison.Ordinal) || plain[Seccomp.Length..] is "unconfined" or "builtin")
        {
            return plain;
        }

        var path = plain[Seccomp.Length..];
        try
        {
            return Seccomp + Compact(File.ReadAllBytes(path));
        }
        catch (JsonException failure)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"compacting json for seccomp profile ({path}) failed: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WhelkException(ErrorCode.NotFound, $"opening seccomp profile ({path}) failed: {failure.Message}", failure);
        }
    }

    // Every byte within a string stays as it is.
    private static string Compact(byte[] json)
    {
        JsonDocument.Parse(json).Dispose();
        var kept = new List<byte>(json.Length);
        var (within, escaped) = (false, false);
        foreach (var one in json.Where(one => within || one is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')))
        {
            kept.Add(one);
            within ^= one == '"' && !escaped;
            escaped = within && one == '\\' && !escaped;
        }

        return Encoding.UTF8.GetString([.. kept]);
    }
}
