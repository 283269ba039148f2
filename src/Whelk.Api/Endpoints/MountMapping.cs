using System.Globalization;
using System.Text.Json;
using Whelk.Api.Wire;
using Whelk.Engine.Bundles;
using Whelk.Engine.Volumes;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Linux.Mounts;

namespace Whelk.Api.Endpoints;

/// <summary>From Docker's long form of a mount to the engine's.</summary>
internal static class MountMapping
{
    internal static WorkloadMount ToMount(MountRequest request) => request.Type switch
    {
        "bind" => Bind(request),
        "volume" => OfVolume(request),
        "tmpfs" => Tmpfs(request),
        var other => throw Invalid(other ?? string.Empty, "mount type unknown"),
    };

    /// <summary>What was asked for, as inspect shows it.</summary>
    internal static string ToText(IReadOnlyList<MountRequest> requests) => JsonSerializer.Serialize(requests, ApiJson.Default.IReadOnlyListMountRequest);

    internal static IReadOnlyList<MountRequest>? OfText(string text) => JsonSerializer.Deserialize(text, ApiJson.Default.IReadOnlyListMountRequest);

    private static WorkloadMount Bind(MountRequest request)
    {
        Refuse(request, ("VolumeOptions", request.VolumeOptions), ("TmpfsOptions", request.TmpfsOptions));
        var propagation = request.BindOptions?.Propagation is { Length: > 0 } given ? given : "rprivate";
        return new WorkloadMount
        {
            Kind = MountKind.Bind,
            Source = request.Source is not { Length: > 0 } source ? throw Invalid("bind", "field Source must not be empty")
                : source.StartsWith('/') && !source.Contains('\0') ? source
                : throw Invalid("bind", $"invalid mount path: '{source}' mount path must be absolute"),
            Destination = Target(request, "bind"),
            ReadOnly = request.ReadOnly,
            ReadOnlyNonRecursive = KeepsModesBelow(request.BindOptions),
            Propagation = BindWords.Propagations.Contains(propagation) ? propagation : throw Invalid("bind", $"invalid propagation mode: {propagation}"),
            Recursive = request.BindOptions?.NonRecursive != true,
            MakesSource = request.BindOptions?.CreateMountpoint == true,
        };
    }

    private static bool KeepsModesBelow(MountBindOptions? options) => options switch
    {
        { ReadOnlyNonRecursive: true, ReadOnlyForceRecursive: true } => throw Invalid("bind", "mount options conflict: ReadOnlyNonRecursive && ReadOnlyForceRecursive"),
        { ReadOnlyForceRecursive: true } when !Mount.CanProtectTrees => throw Invalid("bind", "rro is not supported: it needs Linux 5.12"),
        _ => options?.ReadOnlyNonRecursive == true,
    };

    private static WorkloadMount OfVolume(MountRequest request)
    {
        Refuse(request, ("BindOptions", request.BindOptions), ("TmpfsOptions", request.TmpfsOptions));
        var options = request.VolumeOptions ?? new MountVolumeOptions();
        return options switch
        {
            { DriverConfig.Name: not (null or "" or "local") } => throw VolumeEndpoints.NoPlugin(options.DriverConfig.Name).While($"create {request.Source}"),
            { Subpath.Length: > 0 } when string.IsNullOrEmpty(request.Source) => throw Invalid("volume", "must not set Subpath when using anonymous volumes"),
            _ => new WorkloadMount
            {
                Kind = MountKind.Volume,
                Volume = request.Source is { Length: > 0 } name ? VolumeStore.CheckName(name) : null,
                Destination = Target(request, "volume"),
                ReadOnly = request.ReadOnly,
                Mode = BindWords.SharedLabel,
                CopiesUp = !options.NoCopy,
                Labels = options.Labels ?? new Dictionary<string, string>(),
                DriverOptions = options.DriverConfig?.Options is { Count: > 0 } given ? Given.Texts(given) : null,
                Subpath = options.Subpath is { Length: > 0 } below ? below : null,
            },
        };
    }

    private static WorkloadMount Tmpfs(MountRequest request)
    {
        Refuse(request, ("BindOptions", request.BindOptions), ("VolumeOptions", request.VolumeOptions));
        if (request.Source is { Length: > 0 })
        {
            throw Invalid("tmpfs", "field Source must not be specified");
        }

        IEnumerable<string> words =
        [
            .. request.TmpfsOptions?.SizeBytes is > 0 and var size ? [string.Create(CultureInfo.InvariantCulture, $"size={size}")] : Array.Empty<string>(),
            .. request.TmpfsOptions?.Mode is > 0 and var mode ? [$"mode={Convert.ToString(mode, 8)}"] : Array.Empty<string>(),
            .. request.ReadOnly ? ["ro"] : Array.Empty<string>(),
        ];
        return new WorkloadMount { Kind = MountKind.Tmpfs, Destination = Target(request, "tmpfs"), ReadOnly = request.ReadOnly, TmpfsOptions = string.Join(',', words) };
    }

    private static void Refuse(MountRequest request, params ReadOnlySpan<(string Name, object? Options)> others)
    {
        foreach (var (name, options) in others)
        {
            if (options is not null)
            {
                throw new WhelkException(ErrorCode.InvalidArgument, $"{name} must not be specified on mount type \"{request.Type}\"");
            }
        }
    }

    private static string Target(MountRequest request, string type) =>
        request.Target is { Length: > 0 } target ? BindWords.Target(target, string.Empty, type) : throw Invalid(type, "field Target must not be empty");

    private static WhelkException Invalid(string type, string reason) => new(ErrorCode.InvalidArgument, $"invalid mount config for type \"{type}\": {reason}");
}
