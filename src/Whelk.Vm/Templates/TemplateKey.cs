using System.Security.Cryptography;
using System.Text;
using Whelk.Guest.Protocol;
using Whelk.Vm.Qemu;

namespace Whelk.Vm.Templates;

/// <summary>What a template and its clones must have in common, as one word: a state of one machine is none for another.</summary>
internal static class TemplateKey
{
    /// <summary>Of machines of this memory and these processors, whatever their devices: those come with the clone.</summary>
    internal static string Of(VmShape shape, GuestFiles files, string accelerator)
    {
        var bare = shape with { Devices = [], Ram = new GuestRam.Own() };
        var text = string.Join('\n', (IEnumerable<string>)
        [
            File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(),
            files.Stamps,
            $"protocol {ProtocolVersion.Current}",
            .. QemuCommandLine.Of(bare, accelerator, TscRate.Kilohertz()),
        ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
