namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>The same, where one machine waits for a workload.</summary>
public sealed class PoolHost : WarmHost
{
    public PoolHost()
        : base(["WHELK_VM_POOL=1", "PATH=/usr/bin:/bin"])
    {
    }
}
