using Whelk.Api.Endpoints;
using Whelk.Oci.Images;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class CreateWarningsTests
{
    [Fact]
    public void Of_an_image_with_volumes_and_a_check_names_both()
    {
        var warnings = CreateWarnings.Of(new ImageProcessConfig
        {
            Volumes = new Dictionary<string, EmptyObject> { ["/b"] = new(), ["/a"] = new() },
            Healthcheck = new ImageHealthcheck { Test = ["CMD", "true"] },
        });

        Assert.EndsWith("own layer: /a, /b", warnings[0]);
        Assert.Contains("health check", warnings[1]);
    }

    [Fact]
    public void Of_an_image_that_asks_for_nothing_is_empty()
    {
        Assert.Empty(CreateWarnings.Of(null));
        Assert.Empty(CreateWarnings.Of(new ImageProcessConfig { Healthcheck = new ImageHealthcheck { Test = ["NONE"] } }));
    }
}
