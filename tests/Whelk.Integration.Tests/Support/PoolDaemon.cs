namespace Whelk.Integration.Tests.Support;

/// <summary>A daemon whose VMs start on machines that waited for them, where one does.</summary>
public sealed class PoolDaemon : SharedDaemon
{
    public PoolDaemon()
        : base("WHELK_VM_POOL", "2")
    {
    }
}
