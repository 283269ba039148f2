using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Whelk.Oci.Tests.Images;

public sealed class ImageConfigJsonTests
{
    private const string Config =
        """
        {"created":"2026-01-02T03:04:05Z","architecture":"amd64","os":"linux",
         "config":{"User":"www","ExposedPorts":{"80/tcp":{}},"Env":["PATH=/bin"],"Entrypoint":["/e"],"Cmd":["c"],"Volumes":{"/v":{}},"WorkingDir":"/w",
          "Labels":{"a":"b"},"StopSignal":"SIGQUIT","Healthcheck":{"Test":["CMD","x"],"Interval":1000000000,"Retries":3},"OnBuild":["RUN x"],"Shell":["/bin/sh"]},
         "rootfs":{"type":"layers","diff_ids":["sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]},
         "history":[{"created":"2026-01-02T03:04:05Z","created_by":"x","empty_layer":true}]}
        """;

    [Fact]
    public void Round_trip_of_a_config_gives_the_same_document()
    {
        var config = JsonSerializer.Deserialize(Config, OciJson.Default.ImageConfig)!;
        var again = JsonSerializer.Serialize(config, OciJson.Default.ImageConfig).Replace("+00:00", "Z", StringComparison.Ordinal).Replace("\\u002B00:00", "Z", StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Config), JsonNode.Parse(again)), again);
    }

    [Fact]
    public void Manifest_without_a_config_is_refused()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"schemaVersion":2,"layers":[]}""", OciJson.Default.ImageManifest));
    }
}
