using Whelk.Guest.Protocol;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Pods;

/// <summary>What the monitor of a container tells that of its sandbox first: who it is, and which of the host's folders and files the guest is to see for it.</summary>
/// <param name="Id">The container's.</param>
/// <param name="Place">The folder that its binds are in.</param>
/// <param name="Binds">With the folder in their names.</param>
internal sealed record JoinRequest(string Id, string Place, IReadOnlyList<HostBind> Binds)
{
    internal byte[] Encode() => new PayloadWriter().String(Id).String(Place)
        .List(Binds, static (w, bind) => w.String(bind.Name).String(bind.HostPath).Bool(bind.IsFolder).Bool(bind.ReadOnly).Bool(bind.Recursive)).Written.ToArray();

    /// <exception cref="ProtocolException">It is none.</exception>
    internal static JoinRequest Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var request = new JoinRequest(reader.String(), reader.String(), reader.List(static (ref PayloadReader r) => new HostBind(r.String(), r.String(), r.Bool(), r.Bool(), r.Bool())));
        reader.End();
        return request;
    }
}
