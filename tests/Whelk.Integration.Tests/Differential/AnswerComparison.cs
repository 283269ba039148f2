using System.Text.Json;

namespace Whelk.Integration.Tests.Differential;

/// <summary>Says where two answers to one call differ.</summary>
internal sealed class AnswerComparison(Call call, EngineUnderCall docker, EngineUnderCall whelk)
{
    private readonly List<Difference> _differences = [];

    internal IReadOnlyList<Difference> Compare(Answer expected, Answer actual)
    {
        if (expected.Status != actual.Status)
        {
            var (theirs, ours) = (docker.Normal(expected.Text.Trim()), whelk.Normal(actual.Text.Trim()));
            Add(expected.Message is { } message && docker.Normal(message) == whelk.Normal(actual.Message ?? string.Empty) ? "status (same message)" : "status", $"{expected.Status} {theirs}", $"{actual.Status} {ours}");
            return _differences;
        }

        if (expected.ContentType != actual.ContentType)
        {
            Add("content-type", expected.ContentType, actual.ContentType);
        }

        if (expected.Json() is { } left && actual.Json() is { } right)
        {
            Compare(string.Empty, left, right);
        }
        else if (!call.ShapeOnly && docker.Normal(expected.Text.TrimEnd()) != whelk.Normal((actual.Message ?? actual.Text).TrimEnd()))
        {
            Add("body", docker.Normal(expected.Text), whelk.Normal(actual.Text));
        }

        return _differences;
    }

    private void Compare(string path, JsonElement left, JsonElement right)
    {
        switch (left.ValueKind, right.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                CompareObjects(path, left, right);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                CompareArrays(path, left, right);
                break;
            default:
                CompareValues(path, left, right);
                break;
        }
    }

    private void CompareObjects(string path, JsonElement left, JsonElement right)
    {
        var expected = Fields(left, docker);
        var actual = Fields(right, whelk);
        foreach (var name in expected.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
        {
            var place = path.Length == 0 ? name : $"{path}.{name}";
            if (!actual.TryGetValue(name, out var ours))
            {
                Add(place, docker.Normal(expected[name].GetRawText()), "(missing)");
            }
            else if (!expected.TryGetValue(name, out var theirs))
            {
                Add(place, "(missing)", whelk.Normal(ours.GetRawText()));
            }
            else
            {
                Compare(place, theirs, ours);
            }
        }
    }

    private void CompareArrays(string path, JsonElement left, JsonElement right)
    {
        if (left.GetArrayLength() != right.GetArrayLength())
        {
            if (!call.ShapeOnly)
            {
                Add(path, docker.Normal(left.GetRawText()), whelk.Normal(right.GetRawText()));
            }

            return;
        }

        foreach (var (at, (theirs, ours)) in Ordered(path, left).Zip(Ordered(path, right)).Index())
        {
            Compare($"{path}[{at}]", theirs, ours);
        }
    }

    // Docker keeps mounts, ports, changes, networks and what it prunes in maps of Go, which have no order; nor have images that were made within the same second.
    private static IEnumerable<JsonElement> Ordered(string path, JsonElement array) => array.EnumerateArray()
        .OrderBy(item => item.ValueKind != JsonValueKind.Object ? path.EndsWith("Deleted", StringComparison.Ordinal) ? item.ToString() : string.Empty
            : item.TryGetProperty("Destination", out var place) || item.TryGetProperty("PrivatePort", out place) || item.TryGetProperty("Path", out place) || item.TryGetProperty("RepoTags", out place) ? place.ToString()
            : item.TryGetProperty("Scope", out _) && item.TryGetProperty("Name", out place) ? place.ToString()
            : string.Empty, StringComparer.Ordinal);

    private void CompareValues(string path, JsonElement left, JsonElement right)
    {
        if (KindOf(left) != KindOf(right))
        {
            Add(path, docker.Normal(left.GetRawText()), whelk.Normal(right.GetRawText()));
            return;
        }

        var name = path[(path.LastIndexOf('.') + 1)..];
        var (expected, actual) = (docker.Normal(left.ToString()), whelk.Normal(right.ToString()));
        if (!call.ShapeOnly && !Volatile.IsMeasured(name) && expected != actual)
        {
            Add(path, expected, actual);
        }
    }

    // The names of networks, ports and labels may hold what differs too.
    private static Dictionary<string, JsonElement> Fields(JsonElement value, EngineUnderCall engine) =>
        value.EnumerateObject().GroupBy(field => engine.Normal(field.Name)).ToDictionary(group => group.Key, group => group.First().Value);

    private static JsonValueKind KindOf(JsonElement value) => value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;

    private void Add(string path, string expected, string actual) => _differences.Add(new Difference(call, path, expected, actual));
}
