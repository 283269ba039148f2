using Whelk.Guest.Protocol;

namespace Whelk.Vm.Relay;

/// <summary>Who takes the agent's frames of one stream: the monitor's own workload, or the connection of an exec's proxy.</summary>
internal interface IStreamHandler
{
    /// <summary>Takes a frame. Must not block; the payload is valid during the call only.</summary>
    public void OnFrame(Frame frame);

    /// <summary>The guest is gone; no EXIT will come.</summary>
    public void OnLost();
}
