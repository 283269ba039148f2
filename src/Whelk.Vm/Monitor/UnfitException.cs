using Whelk.Errors;

namespace Whelk.Vm.Monitor;

/// <summary>A guest that by bad luck at boot is of no use; another one may be.</summary>
internal sealed class UnfitException(string reason) : WhelkException(ErrorCode.Unavailable, $"the virtual machine is not fit: {reason}");
