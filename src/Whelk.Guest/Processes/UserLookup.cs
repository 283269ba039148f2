using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Machine;

namespace Whelk.Guest.Processes;

/// <summary>Names of users and groups, from the files that the workload itself sees. passwd(5), group(5).</summary>
internal static class UserLookup
{
    private const int FileLimit = 1 << 20;

    /// <summary>The user a process asks for: "name", "name:group" or numbers, as Docker reads them; else the numbers it gives.</summary>
    /// <exception cref="WhelkException">No such user or group.</exception>
    internal static ResolvedUser Resolve(GuestProcess process, string root)
    {
        var passwd = Lines(root, "etc/passwd", 7);
        if (process.UserName.Length == 0)
        {
            return new ResolvedUser(process.Uid, process.Gid, process.Groups, HomeOf(passwd, process.Uid));
        }

        var parts = process.UserName.Split(':', 2);
        var entry = passwd.FirstOrDefault(fields => fields[0] == parts[0]) ?? passwd.FirstOrDefault(fields => fields[2] == parts[0]);
        var uid = entry is not null && uint.TryParse(entry[2], out var found) ? found
            : uint.TryParse(parts[0], out var number) ? number
            : throw new WhelkException(ErrorCode.InvalidArgument, $"unable to find user {parts[0]}: no matching entries in passwd file");
        var groups = Lines(root, "etc/group", 4);
        var gid = parts.Length == 2 ? GroupOf(groups, parts[1])
            : entry is not null && uint.TryParse(entry[3], out var primary) ? primary : 0;
        var additional = parts.Length == 2 || entry is null ? [] : MembershipsOf(groups, entry[0]);
        return new ResolvedUser(uid, gid, [.. process.Groups.Union(additional)], HomeOf(passwd, uid));
    }

    private static uint GroupOf(List<string[]> groups, string name)
    {
        var entry = groups.Find(fields => fields[0] == name);
        return entry is not null && uint.TryParse(entry[2], out var gid) ? gid
            : uint.TryParse(name, out var number) ? number
            : throw new WhelkException(ErrorCode.InvalidArgument, $"unable to find group {name}: no matching entries in group file");
    }

    private static IEnumerable<uint> MembershipsOf(List<string[]> groups, string user) =>
        groups.Where(fields => fields[3].Split(',').Contains(user)).Select(fields => uint.TryParse(fields[2], out var gid) ? gid : 0);

    private static string HomeOf(List<string[]> passwd, uint uid) =>
        passwd.Find(fields => uint.TryParse(fields[2], out var entry) && entry == uid)?[5] is { Length: > 0 } home ? home : "/";

    private static List<string[]> Lines(string root, string path, int fields)
    {
        using var handle = RootedFile.TryOpen(root, path);
        if (handle is null)
        {
            return [];
        }

        using var stream = new FileStream(handle, FileAccess.Read, 0);
        using var reader = new StreamReader(stream);
        var buffer = new char[FileLimit];
        var count = reader.ReadBlock(buffer);
        return [.. new string(buffer, 0, count).Split('\n').Select(line => line.Split(':')).Where(line => line.Length >= fields)];
    }
}
