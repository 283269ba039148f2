namespace Whelk.Vm.Templates;

/// <summary>WHELK_VM_TEMPLATES=off: every machine boots, and nothing is kept for others. For comparisons, and for hosts that have no memory to spare.</summary>
internal static class TemplateSwitch
{
    internal static bool IsOff { get; } = Environment.GetEnvironmentVariable("WHELK_VM_TEMPLATES") == "off";
}
