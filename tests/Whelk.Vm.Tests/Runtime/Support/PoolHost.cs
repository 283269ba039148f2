using Whelk.Oci.Runtime;

namespace Whelk.Vm.Tests.Runtime.Support;

/// <summary>The same, where one machine waits for a workload.</summary>
public sealed class PoolHost : WarmHost
{
    public PoolHost()
        : base(["WHELK_VM_POOL=1", "PATH=/usr/bin:/bin"])
    {
    }

    /// <summary>A machine that waited, or none. Others of its class may take the one that waits in this moment: then it is tried again.</summary>
    internal async Task<TestVm> CreateWaitingAsync(string id, RuntimeSpec config)
    {
        const int Most = 20;
        for (var attempt = 1; ; attempt++)
        {
            await DoVmAsync("ready", "waiting");
            try
            {
                return await TestVm.CreateAsync(this, id, config.Starting("waiting"));
            }
            catch (Xunit.Sdk.XunitException exception) when (attempt < Most && exception.Message.Contains("no machine waits", StringComparison.Ordinal))
            {
                await VmAsync("delete", "--force", id);
            }
        }
    }
}
