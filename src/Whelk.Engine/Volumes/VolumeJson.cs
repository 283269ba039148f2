using System.Text.Json.Serialization;

namespace Whelk.Engine.Volumes;

[JsonSerializable(typeof(Volume))]
internal sealed partial class VolumeJson : JsonSerializerContext;
