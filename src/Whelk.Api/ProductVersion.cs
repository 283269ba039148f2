namespace Whelk.Api;

/// <summary>The version of Whelk.</summary>
public static class ProductVersion
{
    /// <summary>As `whelk version` shows it: that of the build.</summary>
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetName().Version?.ToString(3) ?? "0";
}
