using Whelk.Oci.Images;

namespace Whelk.Api.Endpoints;

/// <summary>What an image asks for and this version does not carry out. It is told, not refused: the image runs without it.</summary>
internal static class CreateWarnings
{
    internal static IReadOnlyList<string> Of(ImageProcessConfig? image)
    {
        var warnings = new List<string>();
        if (image?.Healthcheck?.Test is { Count: > 0 } test && test[0] != "NONE")
        {
            warnings.Add("the image's health check is not supported by this version of whelk and is not run");
        }

        return warnings;
    }
}
