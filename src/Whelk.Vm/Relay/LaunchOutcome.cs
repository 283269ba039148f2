namespace Whelk.Vm.Relay;

/// <summary>How the start of a process in the guest went.</summary>
/// <param name="Pid">Its pid in the guest; 0 where it failed.</param>
/// <param name="ExitCode">What a shell would exit with for this failure: 127 not found, 126 not executable.</param>
/// <param name="Error">In runc's words; null where it runs.</param>
internal sealed record LaunchOutcome(int Pid, int ExitCode, string? Error);
