using System.Net;
using Whelk.Networks.Names;
using Xunit;

namespace Whelk.Networks.Tests.Names;

public sealed class NameTableTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("whelk-names-").FullName;
    private readonly NameFolder _folder;
    private readonly NameTable _table;

    public NameTableTests()
    {
        _folder = new NameFolder(_state);
        AddOwn("10.1.0.2", "web", "0123456789ab");
        _table = new NameTable(_folder.Path);
    }

    [Fact]
    public void Find_knows_what_was_there_before_and_what_came_since()
    {
        AddOwn("10.1.0.3", "db", "ba9876543210", "primary");

        Assert.Equal("10.1.0.2", Find("web"));
        Assert.Equal("10.1.0.2", Find("0123456789ab"));
        Assert.Equal("10.1.0.3", Find("db"));
        Assert.Equal("10.1.0.3", Find("primary"));
        Assert.Equal(string.Empty, Find("other"));
    }

    [Fact]
    public void Find_after_a_change_gives_the_new_alone()
    {
        Assert.Equal("10.1.0.2", Find("web"));
        AddOwn("10.1.0.2", "front");
        Assert.Equal((string.Empty, "10.1.0.2"), (Find("web"), Find("front")));
        _folder.Remove(IPAddress.Parse("10.1.0.2"));
        _folder.Remove(IPAddress.Parse("10.1.0.2"));
        Assert.Equal(string.Empty, Find("front"));
        Assert.Null(_table.NameOf(IPAddress.Parse("10.1.0.2"), Neighbours.OfOwnBridge));
    }

    [Fact]
    public void Find_prefers_a_name_to_another_workloads_hostname()
    {
        AddOwn("10.1.0.3", "db", "ba9876543210", "web");
        Assert.Equal("10.1.0.2", Find("web"));
        _folder.Remove(IPAddress.Parse("10.1.0.2"));
        Assert.Equal("10.1.0.3", Find("web"));
    }

    [Fact]
    public void Find_of_a_shared_hostname_gives_all_of_them()
    {
        AddOwn("10.1.0.3", "a1", "ba9876543210", "worker");
        AddOwn("10.1.0.4", "a2", "ba9876543211", "Worker");
        Assert.Equal("10.1.0.3 10.1.0.4", Find("worker"));
    }

    [Fact]
    public void NameOf_passes_over_names_that_dns_cannot_carry()
    {
        AddOwn("10.1.0.3", new string('n', 64), "ba9876543210");
        Assert.Equal(12, _table.NameOf(IPAddress.Parse("10.1.0.3"), Neighbours.OfOwnBridge)![0]);
    }

    [Fact]
    public void Find_passes_over_files_that_are_not_named_after_an_address()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "10.1.0.5.1234.tmp"), "half\n");
        File.WriteAllText(Path.Combine(_folder.Path, "10.1.5"), "short\n");
        using var table = new NameTable(_folder.Path);
        Assert.Empty(table.Find("half", Neighbours.OfOwnBridge));
        Assert.Empty(table.Find("short", Neighbours.OfOwnBridge));
    }

    [Fact]
    public void Find_after_more_changes_than_the_kernel_counts_is_right()
    {
        var most = int.Parse(File.ReadAllText("/proc/sys/fs/inotify/max_queued_events"), System.Globalization.CultureInfo.InvariantCulture);
        var file = Path.Combine(_folder.Path, "10.1.1.");

        // Two in turn, since the kernel counts equal changes in a row as one.
        for (var i = 0; i <= most; i++)
        {
            File.WriteAllText($"{file}x", $"bridge w{i} - - -\nn{i}\n");
            File.Move($"{file}x", $"{file}{i % 2}", overwrite: true);
        }

        AddOwn("10.1.0.3", "last");
        Assert.Equal("10.1.0.3", Find("last"));
        Assert.Equal($"10.1.1.{most % 2}", Find($"n{most}"));
        Assert.Equal(string.Empty, Find($"n{most - 2}"));
    }

    [Fact]
    public void Keep_removes_all_names_but_those_of_live_workloads()
    {
        AddOwn("10.1.0.3", "db");
        File.WriteAllText(Path.Combine(_folder.Path, "10.1.0.5.1234.tmp"), "half\n");
        File.WriteAllText(NameServerRecord.PathIn(_folder.Path), string.Empty);
        _folder.Keep(new HashSet<IPAddress> { IPAddress.Parse("10.1.0.3") });

        Assert.Equal((string.Empty, "10.1.0.3"), (Find("web"), Find("db")));
        Assert.Equal(["10.1.0.3", NameServerRecord.FileName], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Find_of_another_network_is_for_those_who_share_it()
    {
        Add("10.2.0.2", "mine", "a", "web", "front");
        Add("10.2.0.3", "mine", "b", "front");
        Add("10.2.0.4", "mine", "c", "peer");
        Add("10.3.0.4", "yours", "c", "peer");
        Add("10.3.0.5", "yours", "d", "other");

        Assert.Equal("10.2.0.2 10.2.0.3", Find("front", "10.2.0.4"));
        Assert.Equal("10.2.0.2", Find("web.name-of-mine", "10.2.0.4"));
        Assert.Equal("10.3.0.5", Find("other", "10.2.0.4"));
        Assert.Equal(string.Empty, Find("other", "10.2.0.2"));
        Assert.Equal(string.Empty, Find("front"));
        Assert.Null(_table.NeighboursOf(IPAddress.Parse("10.9.9.9")));
        Assert.Equal("\x03web\x0cname-of-mine\0"u8.ToArray(), _table.NameOf(IPAddress.Parse("10.2.0.2"), _table.NeighboursOf(IPAddress.Parse("10.2.0.4"))!));
    }

    [Fact]
    public void Find_follows_the_links_of_the_asker_alone()
    {
        Add("10.2.0.2", "mine", "a", "web");
        _folder.Add(new NameRecord(IPAddress.Parse("10.2.0.3"), ["client"]) { Network = "mine", NetworkName = "mine", Workload = "b", Links = new Dictionary<string, string> { ["DB"] = "web" } });

        Assert.Equal("10.2.0.2", Find("db", "10.2.0.3"));
        Assert.Equal(string.Empty, Find("db", "10.2.0.2"));
    }

    [Fact]
    public void IsGone_where_the_servers_record_was_removed_before() => Assert.True(_table.IsGone);

    [Fact]
    public void IsGone_when_the_servers_record_is_removed()
    {
        var record = NameServerRecord.PathIn(_folder.Path);
        File.WriteAllText(record, string.Empty);
        using var table = new NameTable(_folder.Path);
        table.Find("web", Neighbours.OfOwnBridge);
        Assert.False(table.IsGone);
        File.Delete(record);
        table.Find("web", Neighbours.OfOwnBridge);
        Assert.True(table.IsGone);
    }

    public void Dispose()
    {
        _table.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    private void AddOwn(string address, params string[] names) => _folder.Add(new NameRecord(IPAddress.Parse(address), names));

    private void Add(string address, string network, string workload, params string[] names) =>
        _folder.Add(new NameRecord(IPAddress.Parse(address), names) { Network = network, NetworkName = $"name-of-{network}", Workload = workload });

    private string Find(string name, string asker) => string.Join(' ', _table.Find(name, _table.NeighboursOf(IPAddress.Parse(asker))!).Select(record => $"{record.Address}").Order());

    private string Find(string name) => string.Join(' ', _table.Find(name, Neighbours.OfOwnBridge).Select(record => $"{record.Address}").Order());
}
