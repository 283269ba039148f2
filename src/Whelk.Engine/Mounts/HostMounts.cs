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
    private readonly Lock _gate = new();

    /// <summary>Where the mount of this name is, or would be.</summary>
    internal string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Makes the mount if it is not there, and keeps it for a user. Idempotent.</summary>
    /// <returns>Where it is.</returns>
    internal string Hold(string name, string user, Action<string> mount)
    {
        var path = PathOf(name);
        lock (_gate)
        {
            if (!MountTable.Contains(path))
            {
                MakeFolder();
                Directory.CreateDirectory(path);
                Make(path, mount);
            }

            if (!_users.TryGetValue(name, out var users))
            {
                _users[name] = users = [];
            }

            users.Add(user);
            return path;
        }
    }

    /// <summary>Lets go of all that a user holds; a mount without users is undone. Idempotent.</summary>
    internal void Release(string user)
    {
        lock (_gate)
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
    }

    /// <summary>Undoes what an earlier daemon left and nobody has taken over by now.</summary>
    internal void Sweep()
    {
        lock (_gate)
        {
            foreach (var path in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
            {
                if (!_users.ContainsKey(Path.GetFileName(path)))
                {
                    Remove(path);
                }
            }

            RemoveFolder();
        }
    }

    private static void Make(string path, Action<string> mount)
    {
        try
        {
            mount(path);
        }
        catch (Exception)
        {
            Directory.Delete(path);
            throw;
        }
    }

    private static void Remove(string path)
    {
        Mount.Remove(path);
        Directory.Delete(path);
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
