using System.Text.Json.Serialization;

namespace Whelk.Engine.Monitors.Protocol;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MonitorOrder))]
[JsonSerializable(typeof(MonitorRequest))]
[JsonSerializable(typeof(MonitorReply))]
[JsonSerializable(typeof(ExitRecord))]
internal sealed partial class MonitorJson : JsonSerializerContext;
