using Whelk.Errors;
using Whelk.Guest.Protocol;

namespace Whelk.Guest.Setup;

/// <summary>Interfaces and routes of the guest.</summary>
internal static class NetworkSetup
{
    internal static void Configure(SetupOperation.Interface o) =>
        throw new WhelkException(ErrorCode.Unsupported, $"no network yet ({o.Name})");

    internal static void AddRoute(SetupOperation.Route o) =>
        throw new WhelkException(ErrorCode.Unsupported, $"no network yet ({o.InterfaceName})");
}
