using System.Globalization;
using System.Text.RegularExpressions;

namespace Whelk.Advice.Doctor;

/// <summary>The host's kernel: Whelk calls pidfd_open (5.3), waitid of a pidfd (5.4) and openat2 (5.6).</summary>
internal static partial class KernelCheck
{
    private const string Name = "kernel";
    private static readonly Version Oldest = new(5, 6);

    internal static HostCheck Run() => Of(File.ReadAllText("/proc/sys/kernel/osrelease").Trim());

    internal static HostCheck Of(string release)
    {
        var numbers = Numbers().Match(release);
        if (!numbers.Success)
        {
            return HostCheck.Warn(Name, $"{release}: its age cannot be told", $"make sure that it is {Oldest} or later");
        }

        return new Version(Number(numbers, "major"), Number(numbers, "minor")) >= Oldest
            ? HostCheck.Ok(Name, release)
            : HostCheck.Fail(Name, $"{release} is older than {Oldest}", $"boot a kernel of {Oldest} or later");
    }

    private static int Number(Match match, string part) => int.Parse(match.Groups[part].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<major>[0-9]{1,4})\.(?<minor>[0-9]{1,4})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}
