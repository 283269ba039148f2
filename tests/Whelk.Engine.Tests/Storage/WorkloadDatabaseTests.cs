using Microsoft.Data.Sqlite;
using Whelk.Engine.Networks;
using Whelk.Engine.Storage;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Storage;

public sealed class WorkloadDatabaseTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Workloads_and_their_runs_survive_reopening()
    {
        var run = new StoredRun(137, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(1.5), "why");
        var spec = TestWorkload.Spec(new HostOptions { Memory = 1 << 30, Binds = ["/a:/b:ro"], Ports = [new PortBinding { Port = 80, Protocol = "tcp", HostPort = 8080 }] });
        using (var database = Open())
        {
            database.Insert(spec);
            database.Insert(TestWorkload.Spec(digit: 'b'));
            database.SetRun(spec.Id, run);
            database.Update(spec with { Name = "renamed" });
        }

        using var again = Open();
        var stored = again.Load().OrderBy(workload => workload.Spec.Id, StringComparer.Ordinal).ToList();
        Assert.Equal(2, stored.Count);
        Assert.Equivalent(spec with { Name = "renamed" }, stored[0].Spec, strict: true);
        Assert.Equal(run, stored[0].Run);
        Assert.Null(stored[1].Run);
    }

    [Fact]
    public void Delete_forgets_and_may_be_called_twice()
    {
        using var database = Open();
        database.Insert(TestWorkload.Spec());
        database.Delete(TestWorkload.Spec().Id);
        database.Delete(TestWorkload.Spec().Id);

        Assert.Empty(database.Load());
    }

    [Fact]
    public void Insert_of_a_name_that_is_there_is_refused_and_changes_nothing()
    {
        using var database = Open();
        database.Insert(TestWorkload.Spec(name: "web"));

        Assert.Throws<WhelkException>(() => database.Insert(TestWorkload.Spec(digit: 'b', name: "web")));
        Assert.Equal(TestWorkload.Spec().Id, Assert.Single(database.Load()).Spec.Id);
    }

    [Fact]
    public void Database_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        using (var connection = Connect())
        {
            Execute(connection, "PRAGMA user_version = 99; CREATE TABLE other (x)");
        }

        var before = File.ReadAllBytes(_scratch["whelk.db"]);
        var error = Assert.Throws<WhelkException>(Open);

        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("was written by a newer Whelk (schema 99, this one knows 3)", error.Message);
        Assert.Equal(before, File.ReadAllBytes(_scratch["whelk.db"]));
    }

    [Fact]
    public void Database_of_the_first_version_is_taken_over()
    {
        var run = new StoredRun(3, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "");
        using (var database = Open())
        {
            database.Insert(TestWorkload.Spec());
            database.SetRun(TestWorkload.Spec().Id, run);
        }

        using (var connection = Connect())
        {
            Execute(connection, "ALTER TABLE workload RENAME COLUMN run TO exit; PRAGMA user_version = 1");
        }

        using var again = Open();
        Assert.Equal(run, Assert.Single(again.Load()).Run);
    }

    [Fact]
    public void Spec_of_an_earlier_version_has_no_gaps()
    {
        using (var database = Open())
        {
            database.Insert(TestWorkload.Spec());
        }

        using (var connection = Connect())
        {
            Execute(connection, """
                UPDATE workload SET spec = CAST(json_remove(CAST(spec AS TEXT), '$.Mounts', '$.Options.Volumes', '$.Options.Host.RestartPolicy', '$.Options.Host.Links', '$.Options.Networks',
                '$.Options.Host.LogOptions', '$.Options.Host.Mounts', '$.Options.Host.VolumesFrom') AS BLOB)
                """);
        }

        using var again = Open();
        Assert.Equivalent(TestWorkload.Spec(), Assert.Single(again.Load()).Spec, strict: true);
    }

    [Fact]
    public void Spec_of_the_time_before_other_networks_is_on_the_bridge()
    {
        using (var database = Open())
        {
            database.Insert(TestWorkload.Spec(new HostOptions { NetworkAliases = ["db"] }));
            database.Insert(TestWorkload.Spec(new HostOptions { NetworkMode = "none" }, digit: 'b', name: "alone"));
        }

        using (var connection = Connect())
        {
            Execute(connection, "UPDATE workload SET spec = CAST(json_remove(CAST(spec AS TEXT), '$.Networks') AS BLOB); DROP TABLE network; PRAGMA user_version = 2");
        }

        using var again = Open();
        var specs = again.Load().Select(workload => workload.Spec).OrderBy(spec => spec.Id, StringComparer.Ordinal).ToList();
        var network = Assert.Single(specs[0].Networks);
        Assert.Equal(("bridge", "bridge", "db"), (network.Network, network.Name, Assert.Single(network.Aliases)));
        Assert.Empty(specs[1].Networks);
        Assert.Empty(again.LoadNetworks());
    }

    [Fact]
    public void Networks_survive_reopening_until_they_are_deleted()
    {
        var network = new NetworkSpec
        {
            Id = new string('1', 64),
            Name = "mine",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Internal = true,
            Ranges = [new NetworkRange { Subnet = "10.0.0.0/24", Gateway = "10.0.0.1", Auxiliary = new Dictionary<string, string> { ["printer"] = "10.0.0.9" } }],
            Labels = new Dictionary<string, string> { ["a"] = "b" },
        };
        using (var database = Open())
        {
            database.InsertNetwork(network);
        }

        using var again = Open();
        Assert.Equivalent(network, Assert.Single(again.LoadNetworks()), strict: true);
        again.DeleteNetwork(network.Id);
        Assert.Empty(again.LoadNetworks());
    }

    [Fact]
    public void File_that_is_no_database_is_corrupt()
    {
        _scratch.File("whelk.db", new string('x', 4096));

        Assert.Equal(ErrorCode.Corrupt, Assert.Throws<WhelkException>(Open).Code);
    }

    [Fact]
    public void Schema_version_is_written()
    {
        Open().Dispose();
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";

        Assert.Equal(3L, command.ExecuteScalar());
    }

    private WorkloadDatabase Open() => new(_scratch["whelk.db"]);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_scratch["whelk.db"]};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
