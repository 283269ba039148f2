using System.Text.RegularExpressions;
using Xunit;

namespace Whelk.Architecture.Tests;

/// <summary>The repository's text is the project's: nothing of a machine it was written on, and no secret.</summary>
public sealed partial class RepositoryTextTests
{
    /// <summary>Hosts that the project's own text may name.</summary>
    private static readonly string[] Hosts = ["github.com", "dot.net", "www.apache.org", "www.w3.org", "deb.debian.org", "127.0.0.1", "localhost", "a", "web", "engine", "index.docker.io", "pages", "nodejs.org", "systemd.io"];

    private static readonly string[] Binary = [".png", ".gif", ".tar", ".gz"];

    [Fact]
    public void No_secret_stands_in_it() => Violations.None("a secret", Matching(Secret()));

    [Fact]
    public void No_path_of_a_machine_stands_in_it() => Violations.None("a path of a machine", Matching(MachinePath()));

    [Fact]
    public void Only_public_hosts_stand_in_it() => Violations.None(
        "a host that is not in the list of this test",
        from line in Lines()
        from match in Url().Matches(line.Text).AsEnumerable()
        where !Hosts.Contains(match.Groups["host"].Value)
        select $"{line.File}: {match.Value}");

    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----", true)]
    [InlineData("-----BEGIN PRIVATE KEY-----", true)]
    [InlineData("AKIAABCDEFGHIJKLMNOP", true)]
    [InlineData("ghp_abcdefghijklmnopqrstuvwxyz0123456789", true)]
    [InlineData("https://user:secret@example.com", true)]
    [InlineData("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    public void Secrets_are_recognised(string text, bool expected) => Assert.Equal(expected, Secret().IsMatch(text));

    [Theory]
    [InlineData("cd /work/main", true)]
    [InlineData("\"/home/someone/whelk\"", true)]
    [InlineData("/Users/someone/whelk", true)]
    [InlineData("/root/.nuget/packages", true)]
    [InlineData("overlay's /work folder", false)]
    [InlineData("workloads/work/x", false)]
    [InlineData("/root/file", false)]
    public void Paths_of_machines_are_recognised(string text, bool expected) => Assert.Equal(expected, MachinePath().IsMatch(text));

    private static IEnumerable<string> Matching(Regex pattern) => Lines().Where(line => pattern.IsMatch(line.Text)).Select(line => $"{line.File}: {line.Text.Trim()}");

    private static IEnumerable<(string File, string Text)> Lines() =>
        from file in Repository.Files
        where !Binary.Contains(Path.GetExtension(file)) && !file.EndsWith($"/{nameof(RepositoryTextTests)}.cs", StringComparison.Ordinal)
        from text in Repository.ReadLines(file)
        select (file, text);

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|://[^/\s:@""']+:[^/\s:@""']+@", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();

    [GeneratedRegex(@"(?<![\w/])/(work/\w|home/(?!me\b)\w+/|Users/\w|root/\.)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"https?://(?<host>[A-Za-z0-9.-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Url();
}
