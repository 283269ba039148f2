using System.Text.Json.Serialization;

namespace Whelk.Images.Storage;

/// <summary>How the store's own files are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StoreIndex))]
[JsonSerializable(typeof(LayerRecord))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class StoreJson : JsonSerializerContext;
