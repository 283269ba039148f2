namespace Whelk.Guest.Processes;

/// <summary>What the processes of one root have in common: their control group, their filter, and whether all that was to be prepared for them is there.</summary>
internal sealed class Workload
{
    private readonly ushort _stream;
    private readonly Action<Workload> _dissolved;

    /// <param name="stream">Of its first process.</param>
    /// <param name="dissolved">Called when it is to be forgotten.</param>
    internal Workload(ushort stream, Action<Workload> dissolved)
    {
        (_stream, _dissolved) = (stream, dissolved);
        Group = WorkloadGroup.Of(stream);
    }

    internal ushort Stream => _stream;

    internal WorkloadGroup Group { get; }

    internal WorkloadFilter Filter { get; } = new();

    /// <summary>Why it must not start; empty where it may.</summary>
    internal string SetupError { get; set; } = string.Empty;

    internal void Dissolve()
    {
        Filter.Clear();
        Group.End();
        _dissolved(this);
    }
}
