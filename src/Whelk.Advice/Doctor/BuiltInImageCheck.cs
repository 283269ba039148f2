using Whelk.Engine;

namespace Whelk.Advice.Doctor;

/// <summary>The image that comes with Whelk, which `compare` looks inside with.</summary>
internal static class BuiltInImageCheck
{
    internal static HostCheck Run(WhelkEngine engine) => engine.Images.TryResolve(WhelkEngine.BuiltInImage) is { } image
        ? HostCheck.Ok(WhelkEngine.BuiltInImage, $"{image.Id}")
        : HostCheck.Warn(WhelkEngine.BuiltInImage, "not in the store", "put base.tar beside whelk and restart the daemon");
}
