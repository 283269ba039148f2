using System.Text.Json;
using Whelk.Engine.Networks;

namespace Whelk.Engine.Storage;

/// <summary>The networks that people made.</summary>
internal sealed partial class WorkloadDatabase
{
    internal IReadOnlyList<NetworkSpec> LoadNetworks()
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT spec FROM network";
            using var reader = command.ExecuteReader();
            var found = new List<NetworkSpec>();
            while (reader.Read())
            {
                found.Add(Completed(JsonSerializer.Deserialize((byte[])reader[0], StorageJson.Default.NetworkSpec)!));
            }

            return found;
        }
    }

    internal void InsertNetwork(NetworkSpec network) => Execute(
        "INSERT INTO network (id, spec) VALUES ($id, $spec)",
        ("$id", network.Id),
        ("$spec", JsonSerializer.SerializeToUtf8Bytes(network, StorageJson.Default.NetworkSpec)));

    internal void DeleteNetwork(string id) => Execute("DELETE FROM network WHERE id = $id", ("$id", id));

    // Absent is null once read, whatever the types promise.
    private static NetworkSpec Completed(NetworkSpec network) => network with
    {
        Options = network.Options ?? new Dictionary<string, string>(),
        Labels = network.Labels ?? new Dictionary<string, string>(),
        Ranges = [.. (network.Ranges ?? []).Select(range => range with { IPRange = range.IPRange ?? string.Empty, Auxiliary = range.Auxiliary ?? new Dictionary<string, string>() })],
    };
}
