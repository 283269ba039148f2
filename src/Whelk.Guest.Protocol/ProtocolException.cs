using Whelk.Errors;

namespace Whelk.Guest.Protocol;

/// <summary>The other side said something that is no frame of this protocol. The connection is of no use any more.</summary>
public sealed class ProtocolException(string message) : WhelkException(ErrorCode.Corrupt, $"agent protocol: {message}");
