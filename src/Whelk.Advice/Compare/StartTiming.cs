using System.Runtime.InteropServices;

namespace Whelk.Advice.Compare;

/// <summary>One timed start.</summary>
/// <param name="Elapsed">Since the request to create.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StartTiming(TimeSpan Elapsed, StartEvent Event);
