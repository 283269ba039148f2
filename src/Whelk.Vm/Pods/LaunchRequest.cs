using Whelk.Guest.Protocol;

namespace Whelk.Vm.Pods;

/// <summary>What the monitor of a container tells that of its sandbox when it is started: what is set up for it, and its first process. From then on the connection is like that of an exec.</summary>
/// <param name="PidsOf">The id of another container of the pod, whose pid namespace the process is in; empty: as the process says.</param>
/// <param name="Setup">The payload of a SETUP.</param>
/// <param name="Process">The payload of an EXEC.</param>
internal sealed record LaunchRequest(string PidsOf, byte[] Setup, byte[] Process)
{
    internal byte[] Encode() => new PayloadWriter().String(PidsOf).Bytes(Setup).Bytes(Process).Written.ToArray();

    /// <exception cref="ProtocolException">It is none.</exception>
    internal static LaunchRequest Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var request = new LaunchRequest(reader.String(), reader.Bytes().ToArray(), reader.Bytes().ToArray());
        reader.End();
        return request;
    }
}
