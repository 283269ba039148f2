using System.Globalization;
using System.Text.Json;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Vm.Store;

namespace Whelk.Vm.Qemu;

/// <summary>
/// Whether KVM runs our guests here. Only a real boot tells: there are hosts on which a toy guest passes and a Linux kernel creeps.
/// The verdict is kept for this boot of the host and these builds of QEMU and kernel. A KVM that is slow for a known reason (this host is a
/// VM in a VM) may be given longer than the usual 5 s by WHELK_VM_KVM_BOUND, in seconds; a guest must boot all the same.
/// </summary>
internal static class Accelerator
{
    internal const string Kvm = "kvm";
    internal const string Tcg = "tcg";
    // No id of a VM begins with a dot: what stands in such a folder is never taken for one.
    private const string FolderName = ".accelerator";
    private const int TestMiB = 128;

    private const string BoundVariable = "WHELK_VM_KVM_BOUND";

    // Long, as forming one holds up whoever asks; short against the life of a host that would do without KVM for ever.
    private static readonly TimeSpan DoubtAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan UsualBound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBound = TimeSpan.FromSeconds(90);

    /// <summary>The accelerator to use: WHELK_VM_ACCEL where it is set, else the verdict, formed now if there is none.</summary>
    internal static async Task<AcceleratorVerdict> ChooseAsync(string root, CancellationToken cancellationToken)
    {
        var asked = Environment.GetEnvironmentVariable("WHELK_VM_ACCEL");
        return asked switch
        {
            Kvm or Tcg => new AcceleratorVerdict { Accelerator = asked, Reason = "WHELK_VM_ACCEL says so", Key = string.Empty },
            null or "" or "auto" => await JudgeAsync(root, cancellationToken),
            _ => throw new WhelkException(ErrorCode.InvalidArgument, $"WHELK_VM_ACCEL={asked}: auto, kvm or tcg"),
        };
    }

    private static async Task<AcceleratorVerdict> JudgeAsync(string root, CancellationToken cancellationToken)
    {
        var files = GuestFiles.Find();
        var bound = BoundOf(Environment.GetEnvironmentVariable(BoundVariable));
        var key = KeyOf(files, bound);
        var folder = Directory.CreateDirectory(Path.Combine(root, FolderName)).FullName;
        var path = Path.Combine(folder, "accelerator.json");
        if (await ReadAsync(path, key, cancellationToken) is { } known)
        {
            return known;
        }

        // One boot is enough for all who ask at the same time.
        using var turn = FileLock.Take(path + ".lock");
        if (await ReadAsync(path, key, cancellationToken) is { } formed)
        {
            return formed;
        }

        var (accelerator, reason) = await TryKvmAsync(files, bound, cancellationToken);
        var verdict = new AcceleratorVerdict { Accelerator = accelerator, Reason = reason, Key = key };
        AtomicFile.Write(path, JsonSerializer.Serialize(verdict, StoreJson.Default.AcceleratorVerdict), durable: false);
        return verdict;
    }

    // Written by rename: there is a whole verdict or none.
    private static async Task<AcceleratorVerdict?> ReadAsync(string path, string key, CancellationToken cancellationToken) =>
        File.Exists(path) && JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken), StoreJson.Default.AcceleratorVerdict) is { } kept && kept.Key == key && !IsDoubtful(kept, File.GetLastWriteTimeUtc(path), TimeProvider.System)
            ? kept
            : null;

    /// <summary>Whether the verdict should be formed anew: a KVM that is there and did not do may have had a bad moment, of a busy host say.</summary>
    internal static bool IsDoubtful(AcceleratorVerdict kept, DateTime formed, TimeProvider time) =>
        kept.Accelerator == Tcg && File.Exists("/dev/kvm") && time.GetUtcNow().UtcDateTime - formed > DoubtAfter;

    private static async Task<(string Accelerator, string Reason)> TryKvmAsync(GuestFiles files, TimeSpan bootBound, CancellationToken cancellationToken)
    {
        if (!File.Exists("/dev/kvm"))
        {
            return (Tcg, "there is no /dev/kvm");
        }

        using var thread = NamespaceThread.Plain("kvm-test");
        await using var qemu = QemuProcess.Start(new VmShape { MemoryMiB = TestMiB }, files, Kvm, thread);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(bootBound);
        try
        {
            var frame = await qemu.Agent.ReceiveAsync(bound.Token);
            return frame is { Type: FrameType.Ready }
                ? (Kvm, "a guest booted under KVM")
                : (Tcg, $"a guest under KVM ended before it was ready: {FirstLine(await qemu.LastWordsAsync())}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (Tcg, $"a guest under KVM was not ready within {bootBound.TotalSeconds} s");
        }
        catch (ProtocolException exception)
        {
            return (Tcg, $"a guest under KVM did not speak as it should: {exception.Message}");
        }
    }

    /// <summary>The time that a guest under KVM is given to be ready: what was asked, in whole seconds, else 5 s.</summary>
    internal static TimeSpan BoundOf(string? asked) =>
        string.IsNullOrEmpty(asked) ? UsualBound
        : int.TryParse(asked, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds <= LongestBound.TotalSeconds ? TimeSpan.FromSeconds(seconds)
        : throw new WhelkException(ErrorCode.InvalidArgument, $"{BoundVariable}={asked}: a number of seconds from 1 to {LongestBound.TotalSeconds}");

    private static string KeyOf(GuestFiles files, TimeSpan bound) => string.Join(
        '|',
        File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(),
        files.Stamps,
        File.Exists("/dev/kvm") ? $"kvm within {bound.TotalSeconds} s" : "none");

    private static string FirstLine(string text) => text.Split('\n')[0];
}
