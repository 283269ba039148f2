namespace Whelk.Api.Endpoints;

/// <summary>Yes and no in filters, which know fewer words than Go's strconv.ParseBool (moby, api/types/filters/parse.go, GetBoolOrDefault).</summary>
internal static class FilterFlag
{
    /// <returns>Null for any other word.</returns>
    internal static bool? Of(string value) => value switch
    {
        "1" or "true" => true,
        "0" or "false" => false,
        _ => null,
    };
}
