using Whelk.Engine.Runtimes;

namespace Whelk.Advice.Doctor;

/// <summary>What trying the runtimes gave: each with the reason where it is not used, and what it found of its own parts.</summary>
internal static class RuntimeChecks
{
    // The one accelerator that is the processor itself.
    private const string Hardware = "kvm";

    internal static IEnumerable<HostCheck> Of(IReadOnlyList<RuntimeRecord> runtimes) => runtimes.SelectMany(runtime => Of(runtime, runtimes));

    /// <summary>What they keep ready at this moment.</summary>
    internal static IEnumerable<HostCheck> Of(IReadOnlyList<RuntimeFinding> kept) =>
        kept.Select(found => found.Mend is { } mend ? HostCheck.Warn(found.Name, found.Detail, mend) : HostCheck.Ok(found.Name, found.Detail));

    private static IEnumerable<HostCheck> Of(RuntimeRecord runtime, IReadOnlyList<RuntimeRecord> all)
    {
        yield return Verdict(runtime, all);
        foreach (var (part, version) in runtime.Parts)
        {
            yield return HostCheck.Ok(part, version);
        }

        if (runtime.Accelerator is { } accelerator)
        {
            yield return AcceleratorOf(runtime, accelerator);
        }

        foreach (var warning in runtime.Warnings.Where(warning => runtime.AcceleratorReason is not { } reason || !warning.Contains(reason, StringComparison.Ordinal)))
        {
            var (finding, mend) = Split(warning);
            yield return HostCheck.Warn($"{runtime.Name} parts", finding, mend);
        }
    }

    private static HostCheck Verdict(RuntimeRecord runtime, IReadOnlyList<RuntimeRecord> all)
    {
        var name = $"runtime {runtime.Name}";
        if (runtime.Refusal is not { } refusal)
        {
            return HostCheck.Ok(name, $"{runtime.Version}; gives isolation {runtime.Isolation}; {(runtime.SelfCheck is null ? "a container was run" : "its own check found it working")}");
        }

        var mend = runtime.Path is null ? $"install {runtime.Package} and restart the daemon" : "mend what it says and restart the daemon";
        return all.FirstOrDefault(other => other.Isolation == runtime.Isolation && other.Refusal is null) is { } instead
            ? HostCheck.Warn(name, $"not used, {instead.Name} is: {refusal}", mend)
            : HostCheck.Fail(name, $"isolation {runtime.Isolation} is not available: {refusal}", mend);
    }

    private static HostCheck AcceleratorOf(RuntimeRecord runtime, string accelerator)
    {
        const string Mend = "let this machine run hardware-assisted VMs: virtualisation switched on in its firmware or, where it is itself a VM, nested virtualisation by its host; then a readable /dev/kvm (modprobe kvm_intel or kvm_amd)";
        var detail = $"{accelerator}: {runtime.AcceleratorReason ?? "it gives no reason"}";
        return accelerator == Hardware
            ? HostCheck.Ok("KVM", detail)
            : HostCheck.Warn("KVM", $"not usable, VMs run in software emulation, many times slower ({detail})", Mend);
    }

    // A runtime ends what it finds with what mends it.
    private static (string Finding, string Mend) Split(string text)
    {
        var at = text.LastIndexOf("; ", StringComparison.Ordinal);
        return at < 0 ? (text, "see docs/doctor.md") : (text[..at], text[(at + 2)..]);
    }
}
