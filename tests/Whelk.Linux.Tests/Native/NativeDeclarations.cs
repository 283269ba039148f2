using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Linux.Signals;

namespace Whelk.Linux.Tests.Native;

/// <summary>Everything in Whelk.Linux that carries a name of C, as claims that a C compiler can check.</summary>
internal static partial class NativeDeclarations
{
    private const BindingFlags Everything = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Names that stand for an expression of C rather than for a macro.</summary>
    private static readonly Dictionary<string, string> Expressions = new(StringComparer.Ordinal)
    {
        ["NLA_TYPE_MASK"] = "(NLA_TYPE_MASK & 0xffff)",
        ["NFT_MSG_NEWSETELEM"] = "(NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWSETELEM)",
        ["IPCTNL_MSG_CT_GET"] = "(NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET)",
        ["IPCTNL_MSG_CT_DELETE"] = "(NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE)",
        ["NFT_MSG_DELSETELEM"] = "(NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_DELSETELEM)",
        ["sizeof_termios"] = "sizeof(struct termios)",
        ["sockaddr_storage"] = "sizeof(struct sockaddr_storage)",
        ["ifreqSize"] = "sizeof(struct ifreq)",
        ["NlmsghdrSize"] = "NLMSG_HDRLEN",
        ["NlmsgerrSize"] = "sizeof(struct nlmsgerr)",
        ["Fifo"] = "S_IFIFO",
        ["CharacterDevice"] = "S_IFCHR",
        ["Directory"] = "S_IFDIR",
        ["BlockDevice"] = "S_IFBLK",
        ["Regular"] = "S_IFREG",
        ["SymbolicLink"] = "S_IFLNK",
        ["Socket"] = "S_IFSOCK",
    };

    /// <summary>What comments beside pointer arithmetic promise.</summary>
    private static readonly NativeClaim[] Promises =
    [
        new("sizeof(siginfo_t)", 128),
        new("offsetof(siginfo_t, si_code)", 8),
        new("offsetof(siginfo_t, si_status)", 24),
        new("offsetof(siginfo_t, si_pid)", 16),
        new("CLD_EXITED", 1),
        new("CMSG_LEN(sizeof(int))", 20),
        new("CMSG_SPACE(sizeof(int))", 24),
        new("offsetof(struct cmsghdr, cmsg_level)", 8),
        new("offsetof(struct cmsghdr, cmsg_type)", 12),
        new("offsetof(struct perf_event_mmap_page, capabilities)", 40),
        new("offsetof(struct perf_event_mmap_page, time_shift)", 50),
        new("offsetof(struct perf_event_mmap_page, time_mult)", 52),
        new("offsetof(struct perf_event_attr, config)", 8),
        new("sizeof(struct sock_fprog)", 16),
        new("offsetof(struct sock_fprog, filter)", 8),
        new("sizeof(struct sock_filter)", 8),
        new("BPF_RET | BPF_K", 6),
        new("offsetof(struct rand_pool_info, buf)", 8),
        new("sizeof(struct tc_u32_sel) + sizeof(struct tc_u32_key)", 32),
        new("offsetof(struct tc_u32_sel, nkeys)", 2),
        new("offsetof(struct ifreq, ifr_flags)", 16),
        new("offsetof(struct sockaddr_in, sin_port)", 2),
        new("offsetof(struct sockaddr_in6, sin6_port)", 2),
    ];

    internal static IEnumerable<NativeClaim> All()
    {
        var types = typeof(SyscallResult).Assembly.GetTypes().SelectMany(type => type.GetNestedTypes(Everything).Prepend(type)).Distinct().ToList();
        return types.SelectMany(Constants).Concat(types.Where(IsNativeStruct).SelectMany(Layout)).Concat(Signals()).Concat(Promises);
    }

    /// <summary>Which signal a name is; the real-time ones are no constants in C.</summary>
    private static IEnumerable<NativeClaim> Signals()
    {
        var names = (Dictionary<string, int>)typeof(SignalNumber).GetField("ByName", Everything)!.GetValue(null)!;
        return names.Where(pair => pair.Key is not ("RTMIN" or "RTMAX" or "UNUSED")).Select(pair => new NativeClaim($"SIG{pair.Key}", pair.Value));
    }

    private static IEnumerable<NativeClaim> Constants(Type type) =>
        from field in type.GetFields(Everything)
        where field.IsLiteral && (field.FieldType.IsPrimitive || type.IsEnum)
        where NameOfC().IsMatch(field.Name) || field.Name.StartsWith("sizeof_", StringComparison.Ordinal) || IsExpression(type, field.Name)
        select new NativeClaim(ExpressionOf(field.Name), Convert.ToInt64(field.GetRawConstantValue()));

    private static bool IsExpression(Type type, string name) => Expressions.ContainsKey(name) && (!type.IsEnum || type == typeof(FileKind));

    private static string ExpressionOf(string name) => Expressions.TryGetValue(name, out var expression) ? expression
        : name.StartsWith("sizeof_", StringComparison.Ordinal) ? $"sizeof({name[7..]})"
        : name;

    private static bool IsNativeStruct(Type type) => type is { IsValueType: true, IsEnum: false, IsNested: true } && char.IsLower(type.Name[0]);

    private static IEnumerable<NativeClaim> Layout(Type type)
    {
        yield return new NativeClaim($"sizeof(struct {type.Name})", Marshal.SizeOf(type));
        foreach (var field in type.GetFields(Everything))
        {
            yield return new NativeClaim($"offsetof(struct {type.Name}, {field.Name})", Marshal.OffsetOf(type, field.Name));
            yield return new NativeClaim($"sizeof(((struct {type.Name} *)0)->{field.Name})", field.FieldType.IsPointer ? nint.Size : Marshal.SizeOf(field.FieldType));
        }
    }

    [GeneratedRegex("^[A-Z][A-Z0-9]+(_[A-Za-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameOfC();
}
