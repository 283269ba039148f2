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
    private readonly Dictionary<string, List<(int Line, IPAddress Address)>> _byName = [];
    private readonly Dictionary<IPAddress, NameRecord> _byAddress = [];
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

    /// <summary>The addresses of a name, in lower case without the last dot; none where nobody has it.</summary>
    internal IReadOnlyList<IPAddress> Find(string name)
    {
        lock (_gate)
        {
            TakeChanges();
            if (!_byName.TryGetValue(name, out var owners))
            {
                return [];
            }

            var first = owners.Min(owner => owner.Line);
            return [.. owners.Where(owner => owner.Line == first).Select(owner => owner.Address)];
        }
    }

    /// <summary>The first name of an address that can be one in DNS, encoded; null where nobody has the address.</summary>
    internal byte[]? NameOf(IPAddress address)
    {
        lock (_gate)
        {
            TakeChanges();
            return _byAddress.TryGetValue(address, out var record) ? record.Names.Select(DnsName.TryEncode).FirstOrDefault(name => name is not null) : null;
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
            if (count >= 0)
            {
                Remember(NameRecord.Parse(address, _content.AsSpan(0, count)));
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
        for (var line = 0; line < record.Names.Count; line++)
        {
            var name = record.Names[line].ToLowerInvariant();
            if (!_byName.TryGetValue(name, out var owners))
            {
                _byName[name] = owners = [];
            }

            owners.Add((line, record.Address));
        }
    }

    private void Forget(IPAddress address)
    {
        if (!_byAddress.Remove(address, out var record))
        {
            return;
        }

        foreach (var name in record.Names.Select(name => name.ToLowerInvariant()))
        {
            if (_byName.TryGetValue(name, out var owners) && owners.RemoveAll(owner => owner.Address.Equals(address)) > 0 && owners.Count == 0)
            {
                _byName.Remove(name);
            }
        }
    }
}
