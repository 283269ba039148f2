using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Netlink;
using Whelk.Linux.Processes;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Monitor;
using Whelk.Vm.Qemu;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary>
/// <c>doctor</c>: whether VMs run here, and how; tried out, not guessed. The exit code is 0 if they can run (with whatever warnings), else 1.
/// With <c>--format json</c> standard output is one <see cref="DoctorReport"/>, also where there are problems.
/// </summary>
internal static class DoctorCommand
{
    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, ["format", "f"], []);
        var report = await ExamineAsync(options.Root);
        await Console.Out.WriteLineAsync((arguments.Value("format") ?? arguments.Value("f")) == "json"
            ? JsonSerializer.Serialize(report, StoreJson.Default.DoctorReport)
            : Describe(report));
        return report.Problems.Count == 0 ? 0 : 1;
    }

    private static async Task<DoctorReport> ExamineAsync(string root)
    {
        var (verdict, problem) = await JudgeAsync(root);
        var qemu = GuestFiles.FindQemu();
        return new DoctorReport
        {
            Qemu = qemu,
            QemuVersion = qemu is null ? null : await VersionOfAsync(qemu),
            Kernel = Existing(GuestFiles.KernelPath),
            KernelRelease = Existing(GuestFiles.ReleasePath) is { } release ? (await File.ReadAllTextAsync(release)).Trim() : null,
            Virtiofsd = GuestFiles.FindVirtiofsd(),
            Accelerator = verdict,
            Kept = await KeptFindings.OfAsync(root),
            Problems = problem is null ? [] : [problem],
            Warnings = [.. Warnings(verdict)],
        };
    }

    // Whatever a VM cannot do without is found, or found missing, on the way to the verdict.
    private static async Task<(AcceleratorVerdict? Verdict, string? Problem)> JudgeAsync(string root)
    {
        try
        {
            return (await Accelerator.ChooseAsync(root, CancellationToken.None), null);
        }
        catch (WhelkException exception)
        {
            return (null, exception.Message);
        }
    }

    private static IEnumerable<string> Warnings(AcceleratorVerdict? verdict)
    {
        if (GuestFiles.FindVirtiofsd() is null)
        {
            yield return "virtiofsd is missing: no folder can be shared for writing; install the package virtiofsd (in Debian 12: qemu-system-common)";
        }

        if (ScratchDisk.FindProgram() is null)
        {
            yield return "mkfs.ext4 is missing: a VM cannot keep changes to its root; install the package e2fsprogs";
        }

        if (!File.Exists(TapDevice.ControlPath))
        {
            yield return $"{TapDevice.ControlPath} is missing: VMs have no network; run modprobe tun";
        }

        if (verdict is { Accelerator: not Accelerator.Kvm })
        {
            yield return $"VMs run in software emulation: {verdict.Reason}";
        }
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    private static async Task<string?> VersionOfAsync(string qemu)
    {
        var result = await ChildProcess.RunAsync(new SpawnOptions { Path = qemu, Arguments = ["--version"] }, CancellationToken.None);
        return result.Status.Succeeded ? result.Output.Split('\n')[0].Replace("QEMU emulator version ", string.Empty, StringComparison.Ordinal) : null;
    }

    private static string Describe(DoctorReport report) => string.Join('\n', new[]
    {
        $"qemu         {report.Qemu ?? "missing"} {report.QemuVersion}",
        $"kernel       {report.Kernel ?? "missing"} {report.KernelRelease}",
        $"virtiofsd    {report.Virtiofsd ?? "missing"}",
        $"accelerator  {report.Accelerator?.Accelerator ?? "none"}{(report.Accelerator is { } verdict ? $" ({verdict.Reason})" : string.Empty)}",
    }
    .Concat(report.Kept.Select(found => $"{found.Name}: {found.Detail}"))
    .Concat(report.Problems.Select(problem => $"problem      {problem}")).Concat(report.Warnings.Select(warning => $"warning      {warning}")));
}
