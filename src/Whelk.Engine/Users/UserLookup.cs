using System.Globalization;
using Whelk.Errors;
using Whelk.Oci.Runtime;

namespace Whelk.Engine.Users;

/// <summary>Resolves user[:group] against an image's passwd and group texts, as Docker does (moby, libcontainer/user).</summary>
internal static class UserLookup
{
    /// <param name="wanted">Empty, a name or number, each with an optional group after a colon.</param>
    /// <param name="passwd">The text of /etc/passwd; empty where the image has none.</param>
    /// <param name="group">The text of /etc/group; empty where the image has none.</param>
    /// <param name="more">Further groups by name or number (--group-add).</param>
    /// <exception cref="WhelkException">InvalidArgument in Docker's words: a name that the image does not know.</exception>
    internal static ResolvedUser Resolve(string wanted, string passwd, string group, IReadOnlyList<string> more)
    {
        var (userWord, groupWord) = wanted.Split(':', 2) is [var first, var second] ? (first, second) : (wanted, string.Empty);
        var users = Lines(passwd, 7);
        var groups = Lines(group, 4);
        var entry = users.FirstOrDefault(fields => fields[0] == userWord)
            ?? (TryNumber(userWord.Length == 0 ? "0" : userWord, out var number) ? users.FirstOrDefault(fields => TryNumber(fields[2], out var uid) && uid == number) : null);
        var uid = entry is not null && TryNumber(entry[2], out var known) ? known
            : userWord.Length == 0 ? 0
            : TryNumber(userWord, out var given) ? given
            : throw new WhelkException(ErrorCode.InvalidArgument, $"unable to find user {userWord}: no matching entries in passwd file");
        var gid = groupWord.Length > 0 ? GroupNumber(groupWord, groups) : entry is not null && TryNumber(entry[3], out var primary) ? primary : 0;
        var name = entry?[0];
        var additional = groupWord.Length > 0 || name is null ? [] : groups
            .Where(fields => fields[3].Split(',').Contains(name) && TryNumber(fields[2], out _))
            .Select(fields => uint.Parse(fields[2], CultureInfo.InvariantCulture));
        return new ResolvedUser(
            new UserSpec { Uid = uid, Gid = gid, AdditionalGids = [.. additional.Concat(more.Select(word => GroupNumber(word, groups))).Distinct()] },
            entry is { } line && line[5].Length > 0 ? line[5] : uid == 0 ? "/root" : "/");
    }

    private static uint GroupNumber(string word, List<string[]> groups) =>
        groups.FirstOrDefault(fields => fields[0] == word) is { } entry && TryNumber(entry[2], out var gid) ? gid
        : TryNumber(word, out var given) ? given
        : throw new WhelkException(ErrorCode.InvalidArgument, $"unable to find group {word}: no matching entries in group file");

    private static List<string[]> Lines(string text, int fields) =>
        [.. text.Split('\n').Select(line => line.TrimEnd('\r').Split(':')).Where(line => line.Length >= fields && line[0].Length > 0)];

    private static bool TryNumber(string word, out uint number) =>
        uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= int.MaxValue;
}
