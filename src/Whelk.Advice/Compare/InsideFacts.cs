using System.Globalization;

namespace Whelk.Advice.Compare;

/// <summary>What a process inside an instance sees of its kernel and of its own rights; null or empty where it was not told.</summary>
internal sealed record InsideFacts
{
    internal string? KernelRelease { get; init; }

    internal string? Architecture { get; init; }

    /// <summary>The kernel's own identity: another one than the host's means another kernel.</summary>
    internal string? BootId { get; init; }

    /// <summary>By kind ("net"), each as the kernel names it ("net:[4026531840]").</summary>
    internal required IReadOnlyDictionary<string, string> Namespaces { get; init; }

    /// <summary>The bits of CapEff.</summary>
    internal ulong? Effective { get; init; }

    /// <summary>The bits of CapBnd.</summary>
    internal ulong? Bounding { get; init; }

    /// <summary>In the words of proc_pid_status(5), "Seccomp".</summary>
    internal string? Seccomp { get; init; }

    /// <summary>Reads the probe's lines of "key value"; what it does not know is passed over.</summary>
    internal static InsideFacts Parse(IEnumerable<string> lines)
    {
        var facts = new Dictionary<string, string>();
        var namespaces = new Dictionary<string, string>();
        foreach (var words in lines.Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length == 2))
        {
            if (words[0] == InsideScript.NamespaceKey && words[1].IndexOf(':') is > 0 and var colon)
            {
                namespaces[words[1][..colon]] = words[1];
            }
            else
            {
                facts[words[0].TrimEnd(':')] = words[1];
            }
        }

        return new InsideFacts
        {
            KernelRelease = facts.GetValueOrDefault(InsideScript.ReleaseKey),
            Architecture = facts.GetValueOrDefault(InsideScript.MachineKey),
            BootId = facts.GetValueOrDefault(InsideScript.BootKey),
            Namespaces = namespaces,
            Effective = Bits(facts.GetValueOrDefault("CapEff")),
            Bounding = Bits(facts.GetValueOrDefault("CapBnd")),
            Seccomp = facts.GetValueOrDefault("Seccomp") switch { "0" => "disabled", "1" => "strict", "2" => "filter", var other => other },
        };
    }

    private static ulong? Bits(string? text) => ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits) ? bits : null;
}
