using Whelk.Linux.Mounts;

namespace Whelk.Engine.Mounts;

/// <summary>
/// Mounts on the host that workloads share: memory that one lets others join, what a volume's options say. Each is made for its first user and goes with its
/// last. They lie below a folder that is a mount of its own, whose changes spread to the monitors' namespaces (mount_namespaces(7)): what goes here is kept
/// alive by nobody there. A daemon that comes later takes them over. Safe for concurrent use.
/// </summary>
internal sealed class HostMounts(string folder)
{
    private readonly Dictionary<string, HashSet<string>> _users = [];

    // One change at a time.
    private SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Where the mount of this name is, or would be.</summary>
    internal string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Makes the mount if it is not there, and keeps it for a user. Idempotent.</summary>
    /// <param name="name">Of the mount.</param>
    /// <param name="user">Who needs it.</param>
    /// <param name="isFile">Whether a file is mounted there, else a folder.</param>
    /// <param name="mount">Mounts on the path it is given.</param>
    /// <returns>Where it is.</returns>
    internal async Task<string> HoldAsync(string name, string user, bool isFile, Func<string, Task> mount)
    {
        var path = PathOf(name);
        await Turn.WaitAsync();
        try
        {
            if (!MountTable.Contains(path))
            {
                MakeFolder();
                await MakeAsync(path, isFile, mount);
            }

            if (!_users.TryGetValue(name, out var users))
            {
                _users[name] = users = [];
            }

            users.Add(user);
            return path;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Lets go of all that a user holds; a mount without users is undone. Idempotent.</summary>
    internal async Task ReleaseAsync(string user)
    {
        await Turn.WaitAsync();
        try
        {
            foreach (var (name, users) in _users.ToList())
            {
                if (users.Remove(user) && users.Count == 0)
                {
                    _users.Remove(name);
                    Remove(PathOf(name));
                }
            }

            RemoveFolder();
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Undoes what an earlier daemon left and nobody has taken over by now.</summary>
    internal async Task SweepAsync()
    {
        await Turn.WaitAsync();
        try
        {
            foreach (var path in Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [])
            {
                if (!_users.ContainsKey(Path.GetFileName(path)))
                {
                    Remove(path);
                }
            }

            RemoveFolder();
        }
        finally
        {
            Turn.Release();
        }
    }

    private static async Task MakeAsync(string path, bool isFile, Func<string, Task> mount)
    {
        if (isFile)
        {
            await File.WriteAllTextAsync(path, string.Empty);
        }
        else
        {
            Directory.CreateDirectory(path);
        }

        try
        {
            await mount(path);
        }
        catch (Exception)
        {
            Remove(path);
            throw;
        }
    }

    private static void Remove(string path)
    {
        Mount.Remove(path);
        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }
        else
        {
            File.Delete(path);
        }
    }

    private void MakeFolder()
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!MountTable.Contains(folder))
        {
            Mount.Bind(folder, folder);
            Mount.Add("none", folder, null, MountFlags.MS_SHARED);
        }
    }

    private void RemoveFolder()
    {
        if (_users.Count == 0 && Directory.Exists(folder))
        {
            Mount.Remove(folder);
            Directory.Delete(folder);
        }
    }
}
