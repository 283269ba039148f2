using Whelk.Linux.Mounts;
using Whelk.Linux.Processes;
using Whelk.Vm.Tests.Runtime.Support;
using Xunit;

namespace Whelk.Vm.Tests.Runtime;

/// <summary>The disk of the host that a guest's disk is on is full.</summary>
public sealed class FullDiskTests(VmHost host)
{
    private const int Size = 96 << 20;

    [Fact]
    public async Task Machine_that_writes_waits_for_room_and_loses_nothing()
    {
        using var scratch = new ScratchFolder();
        Mount.Add("tmpfs", scratch.Path, "tmpfs", MountFlags.None, $"size={Size}");
        try
        {
            var disk = Path.Combine(scratch.Path, "disk");
            var config = Configs.Of(host, "full", Configs.Shell("echo up; read go; head -c 30000000 /dev/urandom > /big; sync; echo written; md5sum < /big > /sum; read go; md5sum < /big | cmp - /sum && echo same")).WithImage(host, disk);
            await using var vm = await TestVm.StartAsync(host, "full", config);
            await vm.Output.UntilAsync("up\n");
            var filler = Path.Combine(scratch.Path, "filler");
            Fill(filler);
            await Linux.Files.Descriptor.WriteAsync(vm.Input, "go\n"u8.ToArray());

            var waiting = await ExecThatIsNotAnsweredAsync(vm);
            File.Delete(filler);
            await vm.Output.UntilAsync("written\n");
            Assert.Equal("alive\n", (await waiting).Output);
            await Linux.Files.Descriptor.WriteAsync(vm.Input, "go\n"u8.ToArray());
            await vm.Output.UntilAsync("same\n");
            Assert.Equal(0, (await vm.EndAsync()).ShellCode);
        }
        finally
        {
            Mount.Remove(scratch.Path);
        }
    }

    // The machine stands still with what it wants to write.
    private static async Task<Task<CommandResult>> ExecThatIsNotAnsweredAsync(TestVm vm)
    {
        while (true)
        {
            var exec = vm.ExecAsync("echo", "alive");
            try
            {
                await exec.WaitAsync(TimeSpan.FromSeconds(4));
            }
            catch (TimeoutException)
            {
                return exec;
            }
        }
    }

    // To the last block.
    private static void Fill(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var block = new byte[64 << 10];
        try
        {
            for (long at = 0; ; at += block.Length)
            {
                RandomAccess.Write(file, block, at);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
