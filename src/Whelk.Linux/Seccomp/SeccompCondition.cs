using System.Runtime.InteropServices;

namespace Whelk.Linux.Seccomp;

/// <summary>A condition on an argument (from 0) of a call: struct scmp_arg_cmp. Of a masked comparison <paramref name="Value"/> is the mask.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SeccompCondition(uint Argument, SeccompOperator Operator, ulong Value, ulong ValueTwo);
