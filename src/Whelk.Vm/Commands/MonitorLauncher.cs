using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Oci.Runtime;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Commands;

/// <summary>Starts a monitor in the network namespace of config.json; it keeps this process's standard streams, none where the workload has a terminal of its own.</summary>
internal static class MonitorLauncher
{
    private const string NewNetwork = "40000000"; // CLONE_NEWNET

    internal static ChildProcess Start(GlobalOptions options, string id, string? consoleSocket, RuntimeSpec config, SafeFileHandle ready)
    {
        List<string> arguments = ["--root", options.Root, MonitorCommand.Name, id];
        if (consoleSocket is not null)
        {
            arguments.AddRange(["--console-socket", Path.GetFullPath(consoleSocket)]);
        }

        using var input = Descriptor.Duplicate(Standard(0));
        using var output = Descriptor.Duplicate(Standard(1));
        using var error = Descriptor.Duplicate(Standard(2));
        var start = new SpawnOptions
        {
            Path = Environment.ProcessPath!,
            Arguments = arguments,
            StandardInput = consoleSocket is null ? input : null,
            StandardOutput = consoleSocket is null ? output : null,
            StandardError = consoleSocket is null ? error : null,
            Descriptors = new Dictionary<int, System.Runtime.InteropServices.SafeHandle> { [MonitorCommand.ReadyFd] = ready },

            // With the caller's own terminal it must stay in the caller's session.
            NewSession = config.Process?.Terminal != true || consoleSocket is not null,
        };
        var network = config.Linux?.Namespaces?.FirstOrDefault(ns => ns.Type == NamespaceTypes.Network);
        if (network is null)
        {
            return ChildProcess.Start(start);
        }

        if (network.Path is { Length: > 0 } path)
        {
            using var thread = NamespaceThread.InNetwork(path);
            return thread.Run(() => ChildProcess.Start(start));
        }

        // A namespace of its own, which hooks find by the monitor's pid.
        return ChildProcess.Start(start with { Path = GuestFiles.FindSpawn(), Arguments = ["--unshare", NewNetwork, "--", start.Path, .. arguments] });
    }

    private static SafeFileHandle Standard(int number) => new(number, ownsHandle: false);
}
