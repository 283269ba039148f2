using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Cgroups;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Oci;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Runtimes;

/// <summary>Tries a runtime once for real: a container that runs one static program, or the check that the runtime has of its own.</summary>
/// <param name="options">The daemon's.</param>
/// <param name="paths">The daemon's.</param>
/// <param name="cgroupParent">The control group that such a container lies below.</param>
internal sealed class RuntimeProbe(EngineOptions options, EnginePaths paths, string cgroupParent)
{
    private const string Program = "spawn";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    // Such a check boots a machine and bounds that itself: this is for one that hangs.
    private static readonly TimeSpan CheckBound = TimeSpan.FromSeconds(120);

    /// <summary>The record with the verdict in it; never throws for a runtime that does not work.</summary>
    internal async Task<RuntimeRecord> TryAsync(RuntimeRecord runtime, CancellationToken cancellationToken)
    {
        if (runtime.Path is null)
        {
            return runtime with { Refusal = $"not installed (install {runtime.Package})" };
        }

        var time = runtime.SelfCheck is null ? Bound : CheckBound;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(time);
        try
        {
            var version = await ChildProcess.RunAsync(new SpawnOptions { Path = runtime.Path, Arguments = ["--version"] }, bound.Token);
            runtime = runtime with
            {
                Version = version.Output.Split('\n')[0].Trim(),
                SealedCopy = runtime.SealsItself ? SealedFile.Copy(runtime.Path) : null,
            };
            if (runtime.SelfCheck is { } check)
            {
                return await CheckAsync(runtime, check, bound.Token);
            }

            // A container that is being made is not cut off: a runtime would leave half of it behind.
            using var patience = new CancellationTokenSource(Bound);
            await RunOnceAsync(runtime, patience.Token);
            return runtime;
        }
        catch (WhelkException exception)
        {
            return runtime with { Refusal = exception.Message };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return runtime with { Refusal = $"it did not answer within {time.TotalSeconds} s" };
        }
    }

    private async Task<RuntimeRecord> CheckAsync(RuntimeRecord runtime, IReadOnlyList<string> check, CancellationToken cancellationToken)
    {
        var report = await ReportAsync(runtime, check, paths, cancellationToken);
        return runtime with
        {
            Accelerator = report.Accelerator?.Accelerator,
            AcceleratorReason = report.Accelerator?.Reason,
            Parts = report.Parts,
            OwnKernel = report.KernelRelease,
            Warnings = report.Warnings ?? [],
            Refusal = report.Problems.Count == 0 ? null : string.Join("; ", report.Problems),
        };
    }

    /// <summary>What it keeps ready for its workloads now; one that gives no report since it was tried says why.</summary>
    internal static async Task<IReadOnlyList<RuntimeFinding>> KeptAsync(RuntimeRecord runtime, EnginePaths paths, CancellationToken cancellationToken)
    {
        if (runtime is not { KeeperCommand: not null, SelfCheck: { } check, Path: not null })
        {
            return [];
        }

        try
        {
            return (await ReportAsync(runtime, check, paths, cancellationToken)).Kept ?? [];
        }
        catch (WhelkException exception)
        {
            return [new RuntimeFinding($"{runtime.Name} now", $"its check of the host fails: {exception.Message}", "mend what it says and restart the daemon")];
        }
    }

    private static async Task<RuntimeReport> ReportAsync(RuntimeRecord runtime, IReadOnlyList<string> check, EnginePaths paths, CancellationToken cancellationToken)
    {
        var invocation = runtime.Invocation(paths.Runtimes);
        return Read(await ChildProcess.RunAsync(new SpawnOptions { Path = invocation.Path, Arguments = ["--root", invocation.StateRoot, .. check] }, cancellationToken));
    }

    private static RuntimeReport Read(CommandResult result)
    {
        try
        {
            return JsonSerializer.Deserialize(result.Output, RuntimeReport.Json.Default.RuntimeReport)!;
        }
        catch (JsonException exception)
        {
            throw new WhelkException(ErrorCode.Unsupported, result.Error.Trim() is { Length: > 0 } said ? said : $"its check of the host gave no report: {exception.Message}", exception);
        }
    }

    private async Task RunOnceAsync(RuntimeRecord runtime, CancellationToken cancellationToken)
    {
        var bundle = Path.Combine(paths.Runtimes, $"probe-{runtime.Name}");
        var root = Path.Combine(bundle, "rootfs");
        Directory.CreateDirectory(root);
        try
        {
            File.Copy(Path.Combine(options.Installation, Program), Path.Combine(root, Program), overwrite: true);
            var config = JsonSerializer.SerializeToUtf8Bytes(Config(root, $"{cgroupParent}/probe-{runtime.Name}"), OciJson.Default.RuntimeSpec);
            AtomicFile.Write(Path.Combine(bundle, "config.json"), config, durable: false);
            using var command = new RuntimeCommand(runtime.Invocation(paths.Runtimes));
            await RunOnceAsync(command, $"probe-{runtime.Name}-{paths.Hash}", bundle, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new WhelkException(ErrorCode.Unavailable, $"it could not be tried: {exception.Message}", exception);
        }
        finally
        {
            Directory.Delete(bundle, recursive: true);
        }
    }

    private static async Task RunOnceAsync(RuntimeCommand command, string id, string bundle, CancellationToken cancellationToken)
    {
        try
        {
            await command.RunAsync(id, bundle, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await command.DeleteAsync(id, CancellationToken.None);
            throw;
        }
    }

    private static RuntimeSpec Config(string root, string cgroup) => new()
    {
        OciVersion = "1.0.2",
        Process = new ProcessSpec
        {
            Args = [$"/{Program}", "--version"],
            Cwd = "/",
            User = new UserSpec(),
            Env = ["PATH=/"],
            Capabilities = DefaultCapabilities.Root,
        },
        Root = new RootSpec { Path = root },
        Hostname = "probe",
        Mounts = DefaultMounts.All,
        Linux = new LinuxSpec
        {
            Namespaces = [.. DefaultNamespaces.TypesOn(CgroupHost.Version).Select(type => new LinuxNamespace { Type = type })],
            CgroupsPath = cgroup,
            Resources = new LinuxResources { Devices = DefaultDevices.Rules },
            Seccomp = DefaultSeccomp.Default,
            MaskedPaths = DefaultPaths.Masked,
            ReadonlyPaths = DefaultPaths.Readonly,
        },
    };
}
