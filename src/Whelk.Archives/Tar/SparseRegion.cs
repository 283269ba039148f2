using System.Runtime.InteropServices;

namespace Whelk.Archives.Tar;

/// <summary>A part of a sparse file that has content.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SparseRegion(long Offset, long Length);
