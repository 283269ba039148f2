using CsCheck;
using Xunit;

namespace Whelk.Guest.Protocol.Tests;

public sealed class PayloadTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char.AlphaNumeric, 0, 20];

    private static readonly Gen<SetupOperation> Operations = Gen.OneOf<SetupOperation>(
        Gen.Select(Gen.ULong, Gen.UInt, (s, n) => (SetupOperation)new SetupOperation.Clock(s, n)),
        Text.List[0, 5].Select(names => (SetupOperation)new SetupOperation.LoadModules(names)),
        Gen.UShort.Select(slot => (SetupOperation)new SetupOperation.BindSlot(slot)),
        Gen.UShort.Select(slot => (SetupOperation)new SetupOperation.UnbindSlot(slot)),
        Gen.Const((SetupOperation)new SetupOperation.FindSlots()),
        Gen.Const((SetupOperation)new SetupOperation.Unfiltered()),
        Gen.Select(Gen.String, Gen.String, (file, value) => (SetupOperation)new SetupOperation.Limits([new CgroupSetting(file, value)])),
        Gen.Select(Text, Gen.UInt, (path, mode) => (SetupOperation)new SetupOperation.MakeDirectory(path, mode)),
        Gen.Select(Text, Text, Text, Gen.ULong, Text, (s, t, y, f, d) => (SetupOperation)new SetupOperation.Mount(s, t, y, f, d)),
        Text.Select(name => (SetupOperation)new SetupOperation.Hostname(name)),
        Gen.Select(Text, Text, Text, (i, d, g) => (SetupOperation)new SetupOperation.Route(i, d, g)),
        Gen.Select(Text, Text, (k, v) => (SetupOperation)new SetupOperation.Sysctl(k, v)));

    /// <summary>Payloads of EXEC that no host sends.</summary>
    public static TheoryData<string, byte[]> Hostile { get; } = new()
    {
        { "empty", [] },
        { "no arguments", GuestProcessOf(["x"]).Encode() is var whole ? [0, 0, 0, 0, .. whole[9..]] : [] },
        { "a list longer than the payload", [0xFF, 0xFF, 0xFF, 0x7F] },
        { "a string longer than the payload", [1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, (byte)'a'] },
        { "half of it", GuestProcessOf(["echo"]).Encode()[..20] },
        { "a tail", [.. GuestProcessOf(["echo"]).Encode(), 0] },
    };

    [Fact]
    public void Setup_operations_come_back_as_they_were() => Operations.List[0, 10].Sample(operations =>
    {
        var decoded = SetupOperation.Decode(SetupOperation.Encode(operations));
        Assert.Equal(SetupOperation.Encode(operations), SetupOperation.Encode([.. decoded]));
        Assert.Equal(operations.Select(operation => operation.GetType()), decoded.Select(operation => operation.GetType()));
    });

    [Fact]
    public void Setup_any_bytes_end_in_operations_or_a_protocol_error() => Gen.Byte.Array[0, 200].Sample(bytes => Ends(() => SetupOperation.Decode(bytes)));

    [Fact]
    public void Process_any_bytes_end_in_a_process_or_a_protocol_error() => Gen.Byte.Array[0, 200].Sample(bytes => Ends(() => GuestProcess.Decode(bytes)));

    [Fact]
    public void Process_comes_back_as_it_was()
    {
        var process = GuestProcessOf(["sh", "-c", "exit 3", ""]) with
        {
            Env = ["A=ä", "B="],
            Cwd = "/tmp",
            UserName = "www:data",
            Uid = 4294967294,
            Groups = [1, 2, 3],
            Umask = 18,
            Terminal = new WindowSize(24, 80),
            Capabilities = new CapabilitySets(1, 2, 3, 4, 1ul << 40),
            Limits = [new ResourceLimit(7, 1024, ulong.MaxValue)],
            NoNewPrivileges = true,
            OomScoreAdjust = -500,
            Root = new GuestRoot { Path = "/run/root", ReadOnly = true, Mounts = [new MountEntry("proc", "/proc", "proc", 14, "")], MaskedPaths = ["/proc/kcore"], ReadOnlyPaths = ["/proc/sys"] },
        };
        var decoded = GuestProcess.Decode(process.Encode());
        Assert.Equivalent(process, decoded, strict: true);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Process_hostile_payload_is_a_protocol_error(string trick, byte[] payload)
    {
        Assert.NotEmpty(trick);
        Assert.Throws<ProtocolException>(() => GuestProcess.Decode(payload));
    }

    private static GuestProcess GuestProcessOf(string[] args) => new() { Args = args };

    private static bool Ends(Action read)
    {
        try
        {
            read();
        }
        catch (ProtocolException)
        {
            // One of the two ways.
        }

        return true;
    }
}
