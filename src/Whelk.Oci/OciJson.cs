using System.Text.Json;
using System.Text.Json.Serialization;
using Whelk.Oci.Images;
using Whelk.Oci.Runtime;

namespace Whelk.Oci;

/// <summary>How the OCI types are written: the specifications' names, absent where null; unknown members are ignored when read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = JsonCommentHandling.Disallow)]
[JsonSerializable(typeof(Descriptor))]
[JsonSerializable(typeof(ImageConfig))]
[JsonSerializable(typeof(ImageIndex))]
[JsonSerializable(typeof(ImageManifest))]
[JsonSerializable(typeof(LinuxResources))]
[JsonSerializable(typeof(ProcessSpec))]
[JsonSerializable(typeof(RuntimeSpec))]
[JsonSerializable(typeof(RuntimeState))]
public sealed partial class OciJson : JsonSerializerContext;
