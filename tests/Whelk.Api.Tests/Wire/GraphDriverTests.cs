using Whelk.Api.Wire;
using Xunit;

namespace Whelk.Api.Tests.Wire;

public sealed class GraphDriverTests
{
    [Fact]
    public void Of_layers_names_the_topmost_lower_one_first()
    {
        var driver = GraphDriver.Of(["/base", "/added"], "/own", ("WorkDir", "/work"));

        Assert.Equal("overlay2", driver.Name);
        Assert.Equal([("LowerDir", "/added:/base"), ("UpperDir", "/own"), ("WorkDir", "/work")], driver.Data!.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public void Of_one_layer_has_nothing_below() => Assert.Equal("UpperDir", Assert.Single(GraphDriver.Of([], "/only").Data!).Key);

    [Fact]
    public void Of_what_is_on_no_folder_of_the_host_says_nothing() => Assert.Null(GraphDriver.Of([], null).Data);
}
