using System.Globalization;
using Whelk.Errors;

namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>A version of the kernel as profiles name it: two numbers below 256.</summary>
internal static class SeccompKernel
{
    /// <returns>Null where none is named.</returns>
    /// <exception cref="WhelkException">InvalidArgument: it is no such version; in Docker's words.</exception>
    internal static Version? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var parts = text.Split('.', 3);
        if (parts.Length != 2)
        {
            throw Invalid(text, string.Empty);
        }

        var version = new Version(Number(text, parts[0]), Number(text, parts[1]));
        return version is { Major: 0, Minor: 0 } ? throw Invalid(text, ": version cannot be 0.0") : version;
    }

    private static int Number(string text, string part)
    {
        if (part.Length == 0 || !part.All(char.IsAsciiDigit))
        {
            throw Invalid(text, $": strconv.ParseUint: parsing \"{part}\": invalid syntax");
        }

        return byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid(text, $": strconv.ParseUint: parsing \"{part}\": value out of range");
    }

    private static WhelkException Invalid(string text, string why) =>
        new(ErrorCode.InvalidArgument, $"Decoding seccomp profile failed: invalid kernel version: \"{text}\", expected \"<kernel>.<major>\"{why}");
}
