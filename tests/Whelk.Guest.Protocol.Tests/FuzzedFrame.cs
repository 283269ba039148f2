using System.Text;

namespace Whelk.Guest.Protocol.Tests;

/// <summary>Frames of every kind, made as they should be, and read as their receivers read them.</summary>
internal static class FuzzedFrame
{
    /// <summary>A frame as it goes over the wire.</summary>
    internal static byte[] Any(Random random)
    {
        var (type, payload) = Payload(random);
        return FrameEncoder.Encode(type, (ushort)random.Next(5), payload);
    }

    /// <exception cref="ProtocolException">It is none.</exception>
    internal static void Decode(Frame frame)
    {
        var payload = frame.Payload.Span;
        var reader = new PayloadReader(payload);
        switch (frame.Type)
        {
            case FrameType.Setup:
                SetupOperation.Decode(payload);
                break;
            case FrameType.Exec:
                GuestProcess.Decode(payload);
                break;
            case FrameType.Resize:
                WindowSize.Decode(payload);
                break;
            case FrameType.Credit:
                var (_, count) = CreditWindow.Decode(payload);
                new CreditWindow().Grant(count);
                break;
            case FrameType.UseReply:
                GuestUse.Decode(payload);
                break;
            case FrameType.SetupReply or FrameType.Failed:
                reader.UInt32();
                reader.String();
                break;
            case FrameType.Signal or FrameType.Started or FrameType.Exit:
                reader.Int32();
                break;
            default:
                break;
        }
    }

    private static (FrameType Type, byte[] Payload) Payload(Random random) => random.Next(8) switch
    {
        0 => (FrameType.Setup, SetupOperation.Encode([.. Enumerable.Range(0, random.Next(6)).Select(_ => Operation(random))])),
        1 => (FrameType.Exec, Process(random).Encode()),
        2 => (FrameType.Resize, new WindowSize((ushort)random.Next(200), (ushort)random.Next(200)).Encode()),
        3 => (FrameType.UseReply, Use(random).Encode()),
        4 => (FrameType.SetupReply, new PayloadWriter().UInt32((uint)random.Next(9)).String(Text(random)).Written.ToArray()),
        5 => (FrameType.Failed, new PayloadWriter().Int32(random.Next()).String(Text(random)).String(Text(random)).Written.ToArray()),
        6 => (FrameType.Started, new PayloadWriter().Int32(random.Next()).Written.ToArray()),
        _ => (FrameType.Out, Bytes(random)),
    };

    private static GuestUse Use(Random random) => new()
    {
        Memory = (ulong)random.NextInt64(),
        MemoryLimit = (ulong)random.NextInt64(),
        Tasks = (ulong)random.NextInt64(),
        MemoryDetails = [.. Enumerable.Range(0, random.Next(5)).Select(number => ($"name_{number}", (ulong)random.NextInt64()))],
    };

    private static GuestProcess Process(Random random) => new()
    {
        Args = ["sh", .. Texts(random)],
        Env = Texts(random),
        UserName = Text(random),
        Groups = [.. Enumerable.Range(0, random.Next(4)).Select(_ => (uint)random.Next())],
        Terminal = random.Next(2) == 0 ? null : new WindowSize(24, 80),
        Capabilities = random.Next(2) == 0 ? null : new CapabilitySets(1, 2, 3, 4, 5),
        Limits = [.. Enumerable.Range(0, random.Next(4)).Select(number => new ResourceLimit(number, 1, ulong.MaxValue))],
        OomScoreAdjust = random.Next(2) == 0 ? null : random.Next(-1000, 1000),
        Root = random.Next(2) == 0 ? null : new GuestRoot { Path = Text(random), Mounts = [new MountEntry(Text(random), "/x", "tmpfs", 1, Text(random))], MaskedPaths = Texts(random) },
    };

    private static SetupOperation Operation(Random random) => random.Next(9) switch
    {
        0 => new SetupOperation.Clock((ulong)random.NextInt64(), (uint)random.Next()),
        1 => new SetupOperation.Entropy(Bytes(random)),
        2 => new SetupOperation.LoadModules(Texts(random)),
        3 => new SetupOperation.WriteFile(Text(random), 0x1A4, Bytes(random)),
        4 => new SetupOperation.Mount(Text(random), Text(random), "tmpfs", 0, Text(random)),
        5 => new SetupOperation.Interface(Text(random), Bytes(random), 1500, Texts(random)),
        6 => new SetupOperation.Limits([new CgroupSetting(Text(random), Text(random))]),
        7 => new SetupOperation.Seccomp(0, new byte[FrameLimits.FilterInstruction * random.Next(1, 5)]),
        _ => new SetupOperation.BindSlot((ushort)random.Next(30)),
    };

    private static List<string> Texts(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Text(random))];

    private static string Text(Random random) => Encoding.Latin1.GetString(Bytes(random));

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        return bytes;
    }
}
