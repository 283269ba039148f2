using System.Text.Json.Serialization;
using Whelk.Engine.Networks;
using Whelk.Engine.Workloads;

namespace Whelk.Engine.Storage;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkloadSpec))]
[JsonSerializable(typeof(StoredRun))]
[JsonSerializable(typeof(NetworkSpec))]
internal sealed partial class StorageJson : JsonSerializerContext;
