using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Processes;
using Whelk.Oci;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;

namespace Whelk.Engine.Runtimes;

/// <summary>Tries a runtime once for real: a container that runs one static program, or the check that the runtime has of its own.</summary>
internal static class RuntimeProbe
{
    private const string Program = "spawn";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>The record with the verdict in it; never throws for a runtime that does not work.</summary>
    internal static async Task<RuntimeRecord> TryAsync(RuntimeRecord runtime, EngineOptions options, EnginePaths paths, CancellationToken cancellationToken)
    {
        if (runtime.Path is null)
        {
            return runtime with { Refusal = $"not installed (install {runtime.Package})" };
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound);
        try
        {
            var version = await ChildProcess.RunAsync(new SpawnOptions { Path = runtime.Path, Arguments = ["--version"] }, bound.Token);
            runtime = runtime with { Version = version.Output.Split('\n')[0].Trim() };
            await (runtime.SelfCheck is { } check ? CheckAsync(runtime.Path, check, bound.Token) : RunOnceAsync(runtime, options, paths, bound.Token));
            return runtime;
        }
        catch (WhelkException exception)
        {
            return runtime with { Refusal = exception.Message };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return runtime with { Refusal = $"it did not answer within {Bound.TotalSeconds} s" };
        }
    }

    private static async Task CheckAsync(string path, IReadOnlyList<string> check, CancellationToken cancellationToken)
    {
        var result = await ChildProcess.RunAsync(new SpawnOptions { Path = path, Arguments = check }, cancellationToken);
        if (!result.Status.Succeeded)
        {
            throw new WhelkException(ErrorCode.Unsupported, result.Error.Trim());
        }
    }

    private static async Task RunOnceAsync(RuntimeRecord runtime, EngineOptions options, EnginePaths paths, CancellationToken cancellationToken)
    {
        var bundle = Path.Combine(paths.Runtimes, $"probe-{runtime.Name}");
        var root = Path.Combine(bundle, "rootfs");
        Directory.CreateDirectory(root);
        try
        {
            File.Copy(Path.Combine(options.Installation, Program), Path.Combine(root, Program), overwrite: true);
            var config = JsonSerializer.SerializeToUtf8Bytes(Config(root, $"{paths.CgroupParent}/probe-{runtime.Name}"), OciJson.Default.RuntimeSpec);
            AtomicFile.Write(Path.Combine(bundle, "config.json"), config, durable: false);
            using var command = new RuntimeCommand(runtime.Invocation(paths.Runtimes));
            await command.RunAsync($"probe-{runtime.Name}-{paths.Hash}", bundle, cancellationToken);
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

    private static RuntimeSpec Config(string root, string cgroup) => new()
    {
        OciVersion = "1.0.2",
        Process = new ProcessSpec
        {
            Args = [$"/{Program}", "--", $"/{Program}", "--version"],
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
            Namespaces = [.. DefaultNamespaces.Types.Select(type => new LinuxNamespace { Type = type })],
            CgroupsPath = cgroup,
            Resources = new LinuxResources { Devices = DefaultDevices.Rules },
            Seccomp = DefaultSeccomp.Default,
            MaskedPaths = DefaultPaths.Masked,
            ReadonlyPaths = DefaultPaths.Readonly,
        },
    };
}
