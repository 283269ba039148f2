using Whelk.Errors;
using Whelk.Linux.Signals;
using Whelk.Oci.Images;

namespace Whelk.Images.Importing;

/// <summary>Dockerfile instructions that only change an image's configuration, as <c>docker import --change</c> and <c>docker commit --change</c> take them.</summary>
public static class ImportChanges
{
    private static readonly IReadOnlyList<string> DefaultShell = ["/bin/sh", "-c"];

    /// <summary>The configuration with these changes, one instruction each, in their order.</summary>
    /// <exception cref="WhelkException">InvalidArgument, in Docker's words; Unsupported: an instruction that is not known here yet.</exception>
    public static ImageProcessConfig Apply(ImageProcessConfig config, IEnumerable<string> changes) =>
        changes.Select(change => change.Trim()).Where(change => change.Length > 0 && change[0] != '#').Aggregate(config, ApplyOne);

    private static ImageProcessConfig ApplyOne(ImageProcessConfig config, string change)
    {
        var end = change.AsSpan().IndexOfAny(' ', '\t');
        var word = end < 0 ? change : change[..end];
        var rest = end < 0 ? "" : change[end..].Trim();
        return word.ToUpperInvariant() switch
        {
            "CMD" => config with { Cmd = Command(rest) },
            "ENTRYPOINT" => config with { Entrypoint = Command(rest) },
            "ENV" => config with { Env = WithVariables(config.Env, Pairs("ENV", rest, config)) },
            "LABEL" => config with { Labels = WithLabels(config.Labels, Pairs("LABEL", rest, config)) },
            "EXPOSE" => config with { ExposedPorts = Union(config.ExposedPorts, ExposedPorts.Parse(Words("EXPOSE", rest, config))) },
            "VOLUME" => config with { Volumes = Union(config.Volumes, Volumes(rest, config)) },
            "USER" => config with { User = Single("USER", rest, config) },
            "WORKDIR" => config with { WorkingDir = Resolve(config.WorkingDir, Single("WORKDIR", rest, config)) },
            "STOPSIGNAL" => config with { StopSignal = Signal(Single("STOPSIGNAL", rest, config)) },
            "HEALTHCHECK" => config with { Healthcheck = HealthInstruction.Parse(rest) },
            "ONBUILD" => throw new WhelkException(ErrorCode.Unsupported, $"{word.ToUpperInvariant()} is not supported as a change yet"),
            _ => throw Invalid($"{word} is not a valid change command"),
        };
    }

    private static IReadOnlyList<string> Command(string rest) =>
        ExecForm.TryParse(rest) ?? (rest.Length == 0 ? [] : [.. DefaultShell, rest]);

    private static IReadOnlyList<string> Volumes(string rest, ImageProcessConfig config)
    {
        var paths = ExecForm.TryParse(rest) ?? Words("VOLUME", rest, config);
        return paths.Any(path => path.Length == 0) ? throw Invalid("VOLUME specified can not be an empty string") : paths;
    }

    private static List<string> Words(string instruction, string rest, ImageProcessConfig config)
    {
        var words = DockerfileWords.Split(rest).Select(word => DockerfileWords.Expand(word, config.Env ?? [])).ToList();
        return words.Count > 0 ? words : throw Invalid($"{instruction} requires at least one argument");
    }

    private static string Single(string instruction, string rest, ImageProcessConfig config) =>
        rest.Length > 0 ? DockerfileWords.Expand(rest, config.Env ?? []) : throw Invalid($"{instruction} requires exactly one argument");

    // "NAME=value NAME2=value2", or the old "NAME all the rest".
    private static List<(string Name, string Value)> Pairs(string instruction, string rest, ImageProcessConfig config)
    {
        var words = DockerfileWords.Split(rest);
        if (words.Count == 0)
        {
            throw Invalid($"{instruction} requires at least one argument");
        }

        if (!words[0].Contains('='))
        {
            return words.Count > 1
                ? [(words[0], DockerfileWords.Expand(rest[words[0].Length..].Trim(), config.Env ?? []))]
                : throw Invalid($"{instruction} must have two arguments");
        }

        return [.. words.Select(word => Pair(instruction, word, config))];
    }

    private static (string Name, string Value) Pair(string instruction, string word, ImageProcessConfig config)
    {
        var equals = word.IndexOf('=');
        if (equals < 0)
        {
            throw Invalid($"Syntax error - can't find = in \"{word}\". Must be of the form: name=value");
        }

        var name = DockerfileWords.Expand(word[..equals], config.Env ?? []);
        return name.Length > 0 ? (name, DockerfileWords.Expand(word[(equals + 1)..], config.Env ?? [])) : throw Invalid($"{instruction} names can not be blank");
    }

    private static List<string> WithVariables(IReadOnlyList<string>? env, List<(string Name, string Value)> pairs)
    {
        var variables = (env ?? []).ToList();
        foreach (var (name, value) in pairs)
        {
            var index = variables.FindIndex(variable => variable.StartsWith(name + "=", StringComparison.Ordinal));
            variables.RemoveRange(Math.Max(index, 0), index < 0 ? 0 : 1);
            variables.Insert(index < 0 ? variables.Count : index, $"{name}={value}");
        }

        return variables;
    }

    private static Dictionary<string, string> WithLabels(IReadOnlyDictionary<string, string>? labels, List<(string Name, string Value)> pairs)
    {
        var result = new Dictionary<string, string>(labels ?? new Dictionary<string, string>());
        foreach (var (name, value) in pairs)
        {
            result[name] = value;
        }

        return result;
    }

    private static Dictionary<string, EmptyObject> Union(IReadOnlyDictionary<string, EmptyObject>? set, IEnumerable<string> more) =>
        (set?.Keys ?? []).Union(more).ToDictionary(key => key, _ => EmptyObject.Instance);

    private static string Resolve(string? current, string path) => Path.GetFullPath(path, string.IsNullOrEmpty(current) ? "/" : current);

    private static string Signal(string text) => SignalNumber.TryParse(text, out _) ? text : throw Invalid($"invalid signal: {text}");

    private static WhelkException Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
