using System.Text.Json;
using Microsoft.Data.Sqlite;
using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine.Storage;

/// <summary>What must survive a reboot: SQLite, one writer, the daemon. Every call is a transaction of its own.</summary>
internal sealed partial class WorkloadDatabase : IDisposable
{
    private const int SchemaVersion = 3;

    // SQLITE_FULL.
    private const int Full = 13;

    private const string Schema =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS workload (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, spec BLOB NOT NULL, run BLOB) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS network (id TEXT PRIMARY KEY, spec BLOB NOT NULL) WITHOUT ROWID;
        """;

    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    /// <summary>Opens or makes the database.</summary>
    /// <exception cref="WhelkException">Unsupported: a newer Whelk wrote it. Corrupt: it is no database.</exception>
    internal WorkloadDatabase(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            _connection.Open();
            var version = Convert.ToInt32(Scalar("PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
            if (version > SchemaVersion)
            {
                throw new WhelkException(ErrorCode.Unsupported, $"{path} was written by a newer Whelk (schema {version}, this one knows {SchemaVersion}): use that version, or another --root");
            }

            if (version == 1)
            {
                Execute("ALTER TABLE workload RENAME COLUMN exit TO run");
            }

            Execute(Schema);
            Execute($"PRAGMA user_version = {SchemaVersion}");
        }
        catch (WhelkException)
        {
            _connection.Dispose();
            throw;
        }
        catch (SqliteException exception)
        {
            _connection.Dispose();
            throw new WhelkException(ErrorCode.Corrupt, $"cannot open {path}: {exception.Message}", exception);
        }
    }

    /// <summary>Every workload there is.</summary>
    internal IReadOnlyList<StoredWorkload> Load()
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT spec, run FROM workload";
            using var reader = command.ExecuteReader();
            var found = new List<StoredWorkload>();
            while (reader.Read())
            {
                var spec = JsonSerializer.Deserialize((byte[])reader[0], StorageJson.Default.WorkloadSpec)!;
                var run = reader.IsDBNull(1) ? null : JsonSerializer.Deserialize((byte[])reader[1], StorageJson.Default.StoredRun);
                found.Add(new StoredWorkload(Completed(spec), run));
            }

            return found;
        }
    }

    // What an earlier version did not know is absent, and null once read, whatever the types promise.
    private static WorkloadSpec Completed(WorkloadSpec spec)
    {
        var host = spec.Options.Host;
        return spec with
        {
            Mounts = spec.Mounts ?? [],
            Networks = [.. (spec.Networks ?? NetworksOf(host)).Select(Completed)],
            Options = spec.Options with
            {
                Volumes = spec.Options.Volumes ?? [],
                Networks = [.. (spec.Options.Networks ?? []).Select(Completed)],
                Host = host with
                {
                    RestartPolicy = host.RestartPolicy ?? Restarts.RestartPolicy.No,
                    Links = host.Links ?? [],
                    LogOptions = host.LogOptions ?? new Dictionary<string, string>(),
                    Mounts = host.Mounts ?? [],
                    VolumesFrom = host.VolumesFrom ?? [],
                    Devices = host.Devices ?? [],
                    DeviceCgroupRules = host.DeviceCgroupRules ?? [],
                    Namespaces = host.Namespaces ?? NamespaceOptions.Own,
                },
            },
        };
    }

    // Before there were other networks.
    private static IReadOnlyList<NetworkAttachment> NetworksOf(HostOptions host) =>
        host.NetworkMode == NetworkWords.None ? [] : [new NetworkAttachment { Network = NetworkWords.Bridge, Name = NetworkWords.Bridge, Aliases = host.NetworkAliases ?? [] }];

    private static NetworkAttachment Completed(NetworkAttachment network) => network with
    {
        Aliases = network.Aliases ?? [],
        Links = network.Links ?? [],
        IPv4Address = network.IPv4Address ?? string.Empty,
        IPv6Address = network.IPv6Address ?? string.Empty,
        MacAddress = network.MacAddress ?? string.Empty,
    };

    internal void Insert(WorkloadSpec spec) => Execute(
        "INSERT INTO workload (id, name, spec) VALUES ($id, $name, $spec)",
        ("$id", spec.Id),
        ("$name", spec.Name),
        ("$spec", JsonSerializer.SerializeToUtf8Bytes(spec, StorageJson.Default.WorkloadSpec)));

    /// <summary>Another name, other limits or another policy.</summary>
    internal void Update(WorkloadSpec spec) => Execute(
        "UPDATE workload SET name = $name, spec = $spec WHERE id = $id",
        ("$id", spec.Id),
        ("$name", spec.Name),
        ("$spec", JsonSerializer.SerializeToUtf8Bytes(spec, StorageJson.Default.WorkloadSpec)));

    internal void SetRun(string id, StoredRun run) => Execute(
        "UPDATE workload SET run = $run WHERE id = $id",
        ("$id", id),
        ("$run", JsonSerializer.SerializeToUtf8Bytes(run, StorageJson.Default.StoredRun)));

    internal void Delete(string id) => Execute("DELETE FROM workload WHERE id = $id", ("$id", id));

    public void Dispose() => _connection.Dispose();

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this file.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            try
            {
                command.ExecuteNonQuery();
            }
            catch (SqliteException exception)
            {
                throw new WhelkException(ErrorCode.Unavailable, $"cannot write the database: {(exception.SqliteErrorCode == Full ? "no space left on device" : exception.Message)}", exception);
            }
        }
    }

    private object? Scalar(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
