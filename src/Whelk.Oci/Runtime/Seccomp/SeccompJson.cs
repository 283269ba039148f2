using System.Text.Json.Serialization;

namespace Whelk.Oci.Runtime.Seccomp;

/// <summary>How a profile is read. Go does not mind the case of a member's name, so profiles are found in either.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(SeccompProfile))]
internal sealed partial class SeccompJson : JsonSerializerContext;
