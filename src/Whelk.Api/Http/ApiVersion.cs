using System.Globalization;
using Whelk.Errors;

namespace Whelk.Api.Http;

/// <summary>The versions of Docker's Engine API that are spoken.</summary>
internal static class ApiVersion
{
    internal const string Current = "1.45";
    internal const string Minimum = "1.24";

    /// <summary>Checks the version that a path asks for; null asks for none.</summary>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words (moby, api/server/middleware/version.go).</exception>
    internal static void Check(string? asked)
    {
        if (asked is not null && Compare(asked, Minimum) < 0)
        {
            throw new WhelkException(
                ErrorCode.InvalidArgument,
                $"client version {asked} is too old. Minimum supported API version is {Minimum}, please upgrade your client to a newer version");
        }

        if (asked is not null && Compare(asked, Current) > 0)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"client version {asked} is too new. Maximum supported API version is {Current}");
        }
    }

    private static int Compare(string one, string other)
    {
        var (left, right) = (one.Split('.'), other.Split('.'));
        return Enumerable.Range(0, Math.Max(left.Length, right.Length)).Select(part => Part(left, part).CompareTo(Part(right, part))).FirstOrDefault(order => order != 0);
    }

    private static int Part(string[] parts, int index) => index >= parts.Length || parts[index].Length == 0 ? 0
        : int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
}
