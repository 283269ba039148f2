using System.Text.Json.Serialization;
using Whelk.Engine.Workloads;

namespace Whelk.Engine.Storage;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkloadSpec))]
[JsonSerializable(typeof(StoredRun))]
internal sealed partial class StorageJson : JsonSerializerContext;
