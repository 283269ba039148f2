using Whelk.Cli.Wire;
using Whelk.Errors;
using Whelk.Oci;

namespace Whelk.Cli.Run;

/// <summary>One value of --mount: type=volume,source=…,target=…, and what belongs to the type (docker/cli, opts/mount.go).</summary>
internal static class MountText
{
    private static readonly string[] OfBind = ["bind-propagation", "bind-nonrecursive", "bind-recursive", "bind-create-src"];
    private static readonly string[] OfVolume = ["volume-nocopy", "volume-label", "volume-driver", "volume-opt", "volume-subpath"];
    private static readonly string[] OfTmpfs = ["tmpfs-size", "tmpfs-mode"];
    private static readonly string[] Switches = ["readonly", "bind-nonrecursive", "bind-create-src", "volume-nocopy"];

    /// <exception cref="WhelkException">InvalidArgument, in Docker's words.</exception>
    public static Mount Parse(string text)
    {
        var fields = Split(text).Select(field => Read(text, field)).ToList();
        var type = Last(fields, "type") ?? "volume";
        foreach (var (key, _) in fields)
        {
            Check(text, key, type);
        }

        return new Mount
        {
            Type = type,
            Source = Last(fields, "source"),
            Target = Last(fields, "target") ?? throw new WhelkException(ErrorCode.InvalidArgument, "target is required"),
            ReadOnly = Flag(text, fields, "readonly"),
            BindOptions = fields.Exists(field => OfBind.Contains(field.Key)) ? Bind(text, fields) : null,
            VolumeOptions = fields.Exists(field => OfVolume.Contains(field.Key)) ? Volume(text, fields) : null,
            TmpfsOptions = fields.Exists(field => OfTmpfs.Contains(field.Key)) ? Tmpfs(text, fields) : null,
        };
    }

    // The words of docker/cli for what is mounted below the source: "enabled" takes it along, and makes it read-only too where it can be.
    private static MountBindOptions Bind(string text, List<(string Key, string Value)> fields)
    {
        var below = Last(fields, "bind-recursive") ?? "enabled";
        if (below is not ("enabled" or "disabled" or "writable" or "readonly"))
        {
            throw Invalid(text, $"invalid value for bind-recursive: {below} (must be \"enabled\", \"disabled\", \"writable\", or \"readonly\")");
        }

        if (below is "writable" or "readonly" && !Flag(text, fields, "readonly"))
        {
            throw Invalid(text, $"option 'bind-recursive={below}' requires 'readonly' to be specified in conjunction");
        }

        return new MountBindOptions(
            Last(fields, "bind-propagation"), Flag(text, fields, "bind-nonrecursive") || below == "disabled", Flag(text, fields, "bind-create-src"), below == "writable", below == "readonly");
    }

    private static MountVolumeOptions Volume(string text, List<(string Key, string Value)> fields)
    {
        var options = KeyValues.Parse(All(fields, "volume-opt"));
        var driver = Last(fields, "volume-driver");
        return new MountVolumeOptions(
            Flag(text, fields, "volume-nocopy"),
            KeyValues.Parse(All(fields, "volume-label")),
            driver is null && options is null ? null : new VolumeDriverConfig(driver, options),
            Last(fields, "volume-subpath"));
    }

    private static MountTmpfsOptions Tmpfs(string text, List<(string Key, string Value)> fields)
    {
        try
        {
            return new MountTmpfsOptions(Last(fields, "tmpfs-size") is { } size ? Quantity.Bytes(size, "--mount") : 0, Last(fields, "tmpfs-mode") is { } mode ? Convert.ToInt32(mode, 8) : 0);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            throw Invalid(text, $"invalid value for tmpfs-mode: {Last(fields, "tmpfs-mode")}");
        }
    }

    private static (string Key, string Value) Read(string text, string field)
    {
        var parts = field.Split('=', 2);
        var key = parts[0].Trim().ToLowerInvariant() switch { "src" => "source", "dst" or "destination" => "target", "ro" => "readonly", var other => other };
        return parts.Length == 2 ? (key, parts[1])
            : Switches.Contains(key) ? (key, "true")
            : throw Invalid(text, $"invalid field '{field}' must be a key=value pair");
    }

    private static void Check(string text, string key, string type)
    {
        var owner = OfBind.Contains(key) ? "bind" : OfVolume.Contains(key) ? "volume" : OfTmpfs.Contains(key) ? "tmpfs" : null;
        if (owner is null && key is not ("type" or "source" or "target" or "readonly" or "consistency"))
        {
            throw Invalid(text, $"unexpected key '{key}' in '{key}'");
        }

        if (owner is not null && owner != type)
        {
            throw Invalid(text, $"cannot mix '{owner}-*' options with mount type '{type}'");
        }
    }

    // As a line of a table: a field with commas in it stands in double quotes.
    private static IEnumerable<string> Split(string text)
    {
        var field = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var character in text)
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (character == ',' && !quoted)
            {
                yield return field.ToString();
                field.Clear();
            }
            else
            {
                field.Append(character);
            }
        }

        yield return field.ToString();
    }

    private static bool Flag(string text, List<(string Key, string Value)> fields, string key) =>
        Last(fields, key) is { } value && (GoBool.TryParse(value) ?? throw Invalid(text, $"invalid value for {key}: {value}"));

    private static string? Last(List<(string Key, string Value)> fields, string key) => fields.FindLast(field => field.Key == key).Value;

    private static IEnumerable<string> All(List<(string Key, string Value)> fields, string key) => fields.Where(field => field.Key == key).Select(field => field.Value);

    private static WhelkException Invalid(string text, string reason) => new(ErrorCode.InvalidArgument, $"invalid argument \"{text}\" for \"--mount\" flag: {reason}");
}
