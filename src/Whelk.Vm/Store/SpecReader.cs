using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Whelk.Errors;
using Whelk.Oci;
using Whelk.Oci.Runtime;

namespace Whelk.Vm.Store;

/// <summary>
/// Reads what a caller wrote: config.json, a process, resources. What no later step could make sense of is refused here, once, by name: a null
/// where the specification has none, and a NUL, which would cut short every path and argument.
/// </summary>
internal static class SpecReader
{
    // Members whose values are all texts: a null in them is as bad as one in a list.
    private static readonly HashSet<string> Maps = ["annotations", "sysctl", "unified"];

    private static readonly OciJson Strict = new(new JsonSerializerOptions(OciJson.Default.Options) { RespectNullableAnnotations = true });

    /// <exception cref="WhelkException">With the name of what was read.</exception>
    internal static RuntimeSpec Config(byte[] json, string name) => Read(json, name, Strict.RuntimeSpec);

    /// <inheritdoc cref="Config"/>
    internal static ProcessSpec Process(byte[] json, string name) => Read(json, name, Strict.ProcessSpec);

    /// <inheritdoc cref="Config"/>
    internal static LinuxResources Resources(byte[] json, string name) => Read(json, name, Strict.LinuxResources);

    private static T Read<T>(byte[] json, string name, JsonTypeInfo<T> type)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            Check(document.RootElement, name, nullAllowed: true);
            return document.RootElement.Deserialize(type) ?? throw new WhelkException(ErrorCode.InvalidArgument, $"{name}: empty");
        }
        catch (JsonException exception)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"{name}: {exception.Message}", exception);
        }
    }

    private static void Check(JsonElement element, string name, bool nullAllowed)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null when !nullAllowed:
                throw new WhelkException(ErrorCode.InvalidArgument, $"{name}: null has no meaning there");
            case JsonValueKind.String when HasNul(element):
                throw new WhelkException(ErrorCode.InvalidArgument, $"{name}: a text with a NUL inside");
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Check(item, $"{name}[{index++}]", nullAllowed: false);
                }

                break;
            case JsonValueKind.Object:
                CheckMembers(element, name);
                break;
            default:
                break;
        }
    }

    private static void CheckMembers(JsonElement element, string name)
    {
        var isMap = Maps.Contains(name[(name.LastIndexOfAny([' ', '.']) + 1)..]);
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.Contains('\0'))
            {
                throw new WhelkException(ErrorCode.InvalidArgument, $"{name}: a name with a NUL inside");
            }

            Check(member.Value, $"{name}{(name.Contains(": ", StringComparison.Ordinal) ? "." : ": ")}{member.Name}", !isMap);
        }
    }

    private static bool HasNul(JsonElement text)
    {
        try
        {
            return text.GetString()!.Contains('\0');
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("a text that is no Unicode", exception);
        }
    }
}
