using System.Runtime.InteropServices;

namespace Whelk.Linux.Terminals;

/// <summary>Rows and columns of a terminal.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TerminalSize(ushort Rows, ushort Columns);
