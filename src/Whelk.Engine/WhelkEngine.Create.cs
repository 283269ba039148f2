using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Whelk.Engine.Bundles;
using Whelk.Engine.Health;
using Whelk.Engine.Names;
using Whelk.Engine.Networks;
using Whelk.Engine.Restarts;
using Whelk.Engine.Runtimes;
using Whelk.Engine.Users;
using Whelk.Engine.Workloads;
using Whelk.Errors;
using Whelk.Images;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Machine;
using Whelk.Linux.Signals;
using Whelk.Oci.Images;

namespace Whelk.Engine;

/// <summary>Creating a workload: everything is checked, every problem reported, before anything is touched.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>Checks what is asked against image and host, and keeps it.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="warnings">Gets what is left out because this host cannot do it, in Docker's words.</param>
    /// <param name="cancellationToken">Ends the creation.</param>
    /// <exception cref="WhelkException">In Docker's words; nothing has changed then.</exception>
    public async Task<Workload> CreateAsync(WorkloadOptions options, ICollection<string> warnings, CancellationToken cancellationToken)
    {
        ExpectProcess();
        OptionRules.Check(options);
        options = options with { Host = options.Host with { NetworkMode = NetworkById(options.Host.NetworkMode), Namespaces = ById(options.Host.Namespaces) } };
        var runtime = await Runtimes.ResolveAsync(options.Host.Isolation, options.Host.Runtime, Options.DefaultIsolation, cancellationToken);
        _ = _keepers.EnsureAsync(runtime);
        options = CheckedHost(options, runtime, warnings);
        var image = Images.Resolve(options.Image);
        var id = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var spec = Specify(options, image, id, runtime);
        CheckWorkingDir(spec, image);
        var paths = new WorkloadPaths(Paths, id);
        var mounts = new List<WorkloadMount>();
        Workloads.Reserve(spec.Name, id);
        try
        {
            spec = spec with { Ids = TakeIds(id, options.Host) };
            await PrepareImageAsync(image, runtime, cancellationToken);
            Directory.CreateDirectory(paths.Data);
            await MakeMountsAsync(spec.Mounts, image, paths.Data, mounts, cancellationToken);
            spec = spec with { Mounts = mounts };
            var workload = new Workload(spec, new WorkloadState.Created(), paths);
            _database.Insert(spec);
            Workloads.Add(workload);
            Tell(workload, "create");
            return workload;
        }
        catch (Exception)
        {
            Workloads.Release(spec.Name);
            _ids.Release(id);
            await Faults.ContainAsync(
                $"undoing the creation of {id}",
                () => DiscardAsync(paths.Data),
                () => DiscardAnonymousVolumesAsync(spec with { Mounts = mounts }));
            throw;
        }
    }

    // It is made where it is missing.
    private static void CheckWorkingDir(WorkloadSpec spec, Image image)
    {
        if (spec.WorkingDir != "/" && ImageFile.Exists(image.LayerDirectories, spec.WorkingDir))
        {
            throw new WhelkException(ErrorCode.InvalidArgument, $"Cannot mkdir: {spec.WorkingDir} is not a directory");
        }
    }

    // A VM's root is made once per image, so that no start waits for it.
    private async Task PrepareImageAsync(Image image, RuntimeRecord runtime, CancellationToken cancellationToken)
    {
        if (runtime.Root == RootForm.Image)
        {
            await Images.ErofsPathAsync(image, cancellationToken);
        }
    }

    private WorkloadSpec Specify(WorkloadOptions options, Image image, string id, Runtimes.RuntimeRecord runtime)
    {
        var networks = AttachmentsOf(options, runtime);
        var defaults = image.Config.Config ?? new ImageProcessConfig();
        var name = options.Name is { Length: > 0 } given ? CheckName(given) : RandomName.Next(Workloads.IsTaken);
        return new WorkloadSpec
        {
            Id = id,
            Name = name,
            CreatedAt = Time.GetUtcNow(),
            ImageId = image.Id.ToString(),
            Isolation = runtime.Isolation,
            Runtime = runtime.Name,
            Arguments = ArgumentsOf(options, defaults),
            Env = ProcessBuilder.Merge(options.Env, (defaults.Env ?? []).Where(entry => !Names(options.Env, entry))),
            Hostname = HostnameOf(options, id),
            WorkingDir = options.WorkingDir is { Length: > 0 } directory ? directory : defaults.WorkingDir is { Length: > 0 } own ? own : "/",
            User = options.User is { Length: > 0 } user ? user : defaults.User ?? string.Empty,
            StopSignal = StopSignalOf(options, defaults),
            Labels = new Dictionary<string, string>([.. (defaults.Labels ?? new Dictionary<string, string>()).Where(label => !options.Labels.ContainsKey(label.Key)), .. options.Labels]),
            ExposedPorts = [.. (defaults.ExposedPorts?.Keys ?? []).Concat(options.ExposedPorts).Concat(options.Host.Ports.Select(port => $"{port.Port}/{port.Protocol}")).Distinct()],
            Healthcheck = HealthCheck.Merge(options.Healthcheck, defaults.Healthcheck),
            Mounts = MountsOf(options, defaults),
            Networks = networks,
            Options = options,
        };
    }

    // Docker puts what is asked for first, and what the image has beside it behind.
    private static bool Names(IReadOnlyList<string> variables, string entry) =>
        entry.Split('=', 2)[0] is var name && variables.Any(variable => variable == name || variable.StartsWith($"{name}=", StringComparison.Ordinal));

    private WorkloadOptions CheckedHost(WorkloadOptions options, RuntimeRecord runtime, ICollection<string> warnings)
    {
        NamespaceModes.Check(options, runtime.SharesKernel ? _cgroupVersion : 2);
        CheckHost(options.Host, runtime);
        RuntimeRefusal.Check(runtime, options.Host);
        options = options with { Host = SecurityOptions.WithLabel(options.Host) };
        if (!runtime.SharesKernel)
        {
            return options;
        }

        SysctlRules.Check(options.Host);
        return options with { Host = KernelFit.Of(options.Host, () => CgroupFeatures.Of(CgroupHierarchy.Mounted()), warnings) };
    }

    // As Docker: in another's network namespace a workload has its hostname.
    private string HostnameOf(WorkloadOptions options, string id) =>
        options.Hostname is { Length: > 0 } hostname ? hostname
        : options.Host.NetworkMode == NetworkWords.Host || options.Host.Namespaces.Uts == NamespaceModes.Host ? Environment.MachineName
        : NetworkWords.OtherWorkload(options.Host.NetworkMode) is { } other && Workloads.TryFind(other) is { } found ? found.Spec.Hostname
        : id[..12];

    private void CheckHost(HostOptions host, RuntimeRecord runtime)
    {
        DeviceBuilder.Check(host);
        ResourceBuilder.Check(host, Environment.ProcessorCount);
        SecurityOptions.Check(host, runtime, SecurityModules.OfHost());
        if (host.AutoRemove && host.RestartPolicy != RestartPolicy.No)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "can't create 'AutoRemove' container with restart policy");
        }

        Groups.Check(host.CgroupParent);
        _ = CapabilitySet.Of(host);
    }

    // As Docker: the image's command counts only where the request has neither command nor entrypoint.
    private static IReadOnlyList<string> ArgumentsOf(WorkloadOptions options, ImageProcessConfig defaults)
    {
        var entrypoint = options.Entrypoint ?? defaults.Entrypoint ?? [];
        var command = options.Cmd is { Count: > 0 } given ? given : options.Entrypoint is null ? defaults.Cmd ?? [] : [];
        if (entrypoint is [""])
        {
            entrypoint = [];
        }

        IReadOnlyList<string> arguments = [.. entrypoint, .. command];
        return arguments.Count > 0 ? arguments : throw new WhelkException(ErrorCode.InvalidArgument, "no command specified");
    }

    private static int StopSignalOf(WorkloadOptions options, ImageProcessConfig defaults)
    {
        var word = options.StopSignal is { Length: > 0 } given ? given : defaults.StopSignal is { Length: > 0 } own ? own : "TERM";
        return SignalNumber.TryParse(word, out var signal) ? signal : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid signal: {word}");
    }

    private static string CheckName(string name)
    {
        var bare = name.TrimStart('/');
        return NameGrammar().IsMatch(bare)
            ? bare
            : throw new WhelkException(ErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"));
    }

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_.-]+\\z", RegexOptions.None, 1000)]
    private static partial Regex NameGrammar();
}
