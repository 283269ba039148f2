using System.Runtime.InteropServices;

namespace Whelk.Images.Archives;

/// <summary>A part of a sparse file that has content.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SparseRegion(long Offset, long Length);
