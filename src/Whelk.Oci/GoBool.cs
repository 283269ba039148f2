namespace Whelk.Oci;

/// <summary>Yes and no as Go reads them: strconv.ParseBool.</summary>
public static class GoBool
{
    /// <returns>Null for any other word.</returns>
    public static bool? TryParse(string word) => word switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };
}
