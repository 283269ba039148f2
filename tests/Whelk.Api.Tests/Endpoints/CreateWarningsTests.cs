using Whelk.Api.Endpoints;
using Whelk.Oci.Images;
using Xunit;

namespace Whelk.Api.Tests.Endpoints;

public sealed class CreateWarningsTests
{
    [Fact]
    public void Of_an_image_with_a_check_names_it()
    {
        var warnings = CreateWarnings.Of(new ImageProcessConfig
        {
            Healthcheck = new ImageHealthcheck { Test = ["CMD", "true"] },
        });

        Assert.Contains("health check", Assert.Single(warnings));
    }

    [Fact]
    public void Of_an_image_that_asks_for_nothing_is_empty()
    {
        Assert.Empty(CreateWarnings.Of(null));
        Assert.Empty(CreateWarnings.Of(new ImageProcessConfig { Healthcheck = new ImageHealthcheck { Test = ["NONE"] } }));
    }
}
