using Whelk.Networks.Endpoints;

namespace Whelk.Engine.Networks;

/// <summary>A network that a running workload is in.</summary>
public sealed record JoinedNetwork(NetworkAttachment Attachment, Endpoint Endpoint);
