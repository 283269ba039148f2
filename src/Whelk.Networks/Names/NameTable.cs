using System.Net;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Networks.Names.Messages;

namespace Whelk.Networks.Names;

/// <summary>
/// The server's view of the <see cref="NameFolder"/>. Every look-up takes the kernel's notes of changes first, so a name is known as soon as its file is there,
/// with no wait and no timer. Safe for use by several threads.
/// </summary>
internal sealed class NameTable : IDisposable
{
    private readonly Lock _gate = new();
    private readonly DirectoryHandle _folder;
    private readonly FolderChanges _changes;
    private readonly Dictionary<string, List<(int Line, NameRecord Record)>> _byName = [];
    private readonly Dictionary<IPAddress, NameRecord> _byAddress = [];
    private readonly Dictionary<IPAddress, NameRecord> _byAddress6 = [];
    private readonly byte[] _content = new byte[NameRecord.LongestFile];
    private bool _incomplete;

    /// <exception cref="SyscallException">There is no such folder.</exception>
    internal NameTable(string folder)
    {
        _folder = DirectoryHandle.Open(folder);
        _changes = new FolderChanges(folder);
        ReadAll();
    }

    /// <summary>Whether the folder has lost the server's own record: whoever removes that ends the server.</summary>
    internal bool IsGone { get; private set; }

    /// <summary>The networks of the workload with this address; null where nobody has it.</summary>
    internal Neighbours? NeighboursOf(IPAddress client)
    {
        lock (_gate)
        {
            TakeChanges();
            if (!_byAddress.TryGetValue(client, out var own))
            {
                return null;
            }

            var places = _byAddress.Values.Where(record => record.Workload == own.Workload).ToList();
            var links = places.SelectMany(place => place.Links).DistinctBy(link => link.Key.ToLowerInvariant());
            return new Neighbours(
                places.Select(place => place.Network).ToHashSet(),
                places.Exists(place => !place.IsInternal),
                links.ToDictionary(link => link.Key.ToLowerInvariant(), link => link.Value.ToLowerInvariant()));
        }
    }

    /// <summary>Who has a name, in lower case without the last dot, in the networks that the asker shares; nobody where there is none.</summary>
    internal IReadOnlyList<NameRecord> Find(string name, Neighbours asker)
    {
        lock (_gate)
        {
            TakeChanges();
            if (!_byName.TryGetValue(asker.Links.GetValueOrDefault(name, name), out var all) || all.Where(owner => asker.Include(owner.Record)).ToList() is not { Count: > 0 } owners)
            {
                return [];
            }

            var first = owners.Min(owner => owner.Line);
            return [.. owners.Where(owner => owner.Line == first).Select(owner => owner.Record)];
        }
    }

    /// <summary>The first name of an address that can be one in DNS, encoded, with the network's behind it where it has one; null where nobody whom the asker knows has the address.</summary>
    internal byte[]? NameOf(IPAddress address, Neighbours asker)
    {
        lock (_gate)
        {
            TakeChanges();
            var records = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? _byAddress6 : _byAddress;
            return records.TryGetValue(address, out var record) && asker.Include(record)
                ? record.Names.Select(name => DnsName.TryEncode(record.NetworkName is { } network ? $"{name}.{network}" : name)).FirstOrDefault(name => name is not null)
                : null;
        }
    }

    /// <summary>Completes when the folder has changed.</summary>
    internal async Task ChangedAsync(CancellationToken cancellationToken)
    {
        await _changes.NextAsync(cancellationToken);
        lock (_gate)
        {
            TakeChanges();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _changes.Dispose();
        _folder.Dispose();
    }

    private void TakeChanges()
    {
        if (_changes.Take() is { } names && !_incomplete)
        {
            foreach (var name in names)
            {
                ReadOne(name);
            }
        }
        else
        {
            ReadAll();
        }
    }

    private void ReadAll()
    {
        _incomplete = false;
        foreach (var address in _byAddress.Keys.ToList())
        {
            Forget(address);
        }

        foreach (var path in Files())
        {
            ReadOne(Path.GetFileName(path));
        }

        ReadOne(NameServerRecord.FileName);
    }

    private string[] Files()
    {
        try
        {
            return Directory.GetFiles(_folder.DescriptorPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Out of descriptors, say: everything is read again at the next question.
            _incomplete = true;
            return [];
        }
    }

    private void ReadOne(string fileName)
    {
        var address = NameRecord.AddressOf(fileName);
        if (address is null)
        {
            IsGone |= fileName == NameServerRecord.FileName && _folder.TryStat(FilePath.From(fileName)) is null;
            return;
        }

        Forget(address);
        try
        {
            var count = _folder.TryRead(FilePath.From(fileName), _content);
            if (count >= 0 && NameRecord.Parse(address, _content.AsSpan(0, count)) is { } record)
            {
                Remember(record);
            }
        }
        catch (SyscallException)
        {
            // As above.
            _incomplete = true;
        }
    }

    private void Remember(NameRecord record)
    {
        _byAddress[record.Address] = record;
        if (record.Address6 is { } address6)
        {
            _byAddress6[address6] = record;
        }

        foreach (var (name, line) in KeysOf(record))
        {
            if (!_byName.TryGetValue(name, out var owners))
            {
                _byName[name] = owners = [];
            }

            owners.Add((line, record));
        }
    }

    private void Forget(IPAddress address)
    {
        if (!_byAddress.Remove(address, out var record))
        {
            return;
        }

        if (record.Address6 is { } address6 && _byAddress6.TryGetValue(address6, out var known) && known == record)
        {
            _byAddress6.Remove(address6);
        }

        foreach (var (name, _) in KeysOf(record))
        {
            if (_byName.TryGetValue(name, out var owners) && owners.RemoveAll(owner => owner.Record == record) > 0 && owners.Count == 0)
            {
                _byName.Remove(name);
            }
        }
    }

    // On a network of one's own all names are alike, as Docker has them, and each is known with the network's behind it too.
    private static IEnumerable<(string Name, int Line)> KeysOf(NameRecord record)
    {
        for (var line = 0; line < record.Names.Count; line++)
        {
            var name = record.Names[line].ToLowerInvariant();
            if (record.NetworkName is { } network)
            {
                yield return (name, 0);
                yield return ($"{name}.{network.ToLowerInvariant()}", 0);
            }
            else
            {
                yield return (name, line);
            }
        }
    }
}
