using System.Text.Json;
using Whelk.Errors;
using Whelk.Linux.Processes;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Qemu;
using Whelk.Vm.Store;

namespace Whelk.Vm.Commands;

/// <summary><c>doctor</c>: whether VMs run here, and how; tried out, not guessed.</summary>
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
        var problems = new List<string>();
        var qemu = GuestFiles.FindQemu();
        var virtiofsd = GuestFiles.FindVirtiofsd();
        if (virtiofsd is null)
        {
            problems.Add("virtiofsd is missing (package virtiofsd, in Debian 12 qemu-system-common): no folder can be shared for writing");
        }

        AcceleratorVerdict? verdict = null;
        try
        {
            verdict = await Accelerator.ChooseAsync(root, CancellationToken.None);
        }
        catch (WhelkException exception)
        {
            problems.Add(exception.Message);
        }

        var kernel = Path.Combine(GuestFiles.Folder, "vmlinux");
        return new DoctorReport
        {
            Qemu = qemu,
            QemuVersion = qemu is null ? null : await VersionOfAsync(qemu),
            Kernel = File.Exists(kernel) ? kernel : null,
            KernelRelease = ReleaseIn(GuestFiles.Folder),
            Virtiofsd = virtiofsd,
            Accelerator = verdict,
            Problems = problems,
        };
    }

    private static async Task<string?> VersionOfAsync(string qemu)
    {
        var result = await ChildProcess.RunAsync(new SpawnOptions { Path = qemu, Arguments = ["--version"] }, CancellationToken.None);
        return result.Status.Succeeded ? result.Output.Split('\n')[0].Replace("QEMU emulator version ", string.Empty, StringComparison.Ordinal) : null;
    }

    private static string? ReleaseIn(string folder) => Path.Combine(folder, "release") is var path && File.Exists(path) ? File.ReadAllText(path).Trim() : null;

    private static string Describe(DoctorReport report) => string.Join('\n', new[]
    {
        $"qemu         {report.Qemu ?? "missing"} {report.QemuVersion}",
        $"kernel       {report.Kernel ?? "missing"} {report.KernelRelease}",
        $"virtiofsd    {report.Virtiofsd ?? "missing"}",
        $"accelerator  {report.Accelerator?.Accelerator ?? "unknown"}{(report.Accelerator is { } verdict ? $" ({verdict.Reason})" : string.Empty)}",
    }.Concat(report.Problems.Select(problem => $"problem      {problem}")));
}
