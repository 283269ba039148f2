namespace Whelk.Guest.Protocol;

/// <summary>One step that prepares a guest for its workload. The host says what; the agent does them in order and stops at the first that fails.</summary>
public abstract record SetupOperation
{
    private enum Kind : byte
    {
        Clock = 1,
        Entropy = 2,
        LoadModules = 3,
        BindSlot = 4,
        MakeDirectory = 5,
        WriteFile = 6,
        Mount = 7,
        Hostname = 8,
        Interface = 9,
        Route = 10,
        Sysctl = 11,
        Seccomp = 12,
        UnbindSlot = 13,
        FindSlots = 14,
        Limits = 15,
        Unfiltered = 16,
        ServeNames = 17,
        Unmount = 18,
        Freeze = 19,
        Dissolve = 20,
    }

    /// <summary>Sets the wall clock.</summary>
    public sealed record Clock(ulong Seconds, uint Nanoseconds) : SetupOperation;

    /// <summary>Feeds the random number generator and reseeds it.</summary>
    public sealed record Entropy(byte[] Bytes) : SetupOperation;

    /// <summary>Loads modules by name, in order; one that the kernel has built in is no error.</summary>
    public sealed record LoadModules(IReadOnlyList<string> Names) : SetupOperation;

    /// <summary>Binds the device in a virtio-mmio slot to its driver. "slot:N" then names its disk as a mount's source.</summary>
    public sealed record BindSlot(ushort Slot) : SetupOperation;

    /// <summary>Takes the device in a slot from its driver: it is gone from the guest until it is bound again.</summary>
    public sealed record UnbindSlot(ushort Slot) : SetupOperation;

    /// <summary>Reads which device is in which slot, so that later bindings need not: done in a template, clones have it for nothing.</summary>
    public sealed record FindSlots : SetupOperation;

    /// <summary>Holds the workload's processes, or lets them go on.</summary>
    public sealed record Freeze(bool Frozen) : SetupOperation;

    /// <summary>Ends whatever is left in the workload's control group, takes that away, and forgets the workload.</summary>
    public sealed record Dissolve : SetupOperation;

    /// <summary>Sets limits of the control group that the workload's processes are in, in order: files of cgroup v2 and what is written to them.</summary>
    public sealed record Limits(IReadOnlyList<CgroupSetting> Settings) : SetupOperation;

    /// <summary>Makes a directory with its parents.</summary>
    public sealed record MakeDirectory(string Path, uint Mode) : SetupOperation;

    /// <summary>Writes a file of the agent's own (binds bring it into the workload's root).</summary>
    public sealed record WriteFile(string Path, uint Mode, byte[] Content) : SetupOperation;

    /// <summary>mount(2).</summary>
    public sealed record Mount(string Source, string Target, string Type, ulong Flags, string Data) : SetupOperation;

    /// <summary>umount2(2), at once, whatever still uses it. Of a rehearsal nothing is left.</summary>
    public sealed record Unmount(string Target) : SetupOperation;

    /// <summary>sethostname(2).</summary>
    public sealed record Hostname(string Name) : SetupOperation;

    /// <summary>Brings an interface up; a MAC of six bytes or none, an MTU or 0, addresses as "10.0.0.2/24".</summary>
    public sealed record Interface(string Name, byte[] HardwareAddress, uint Mtu, IReadOnlyList<string> Addresses) : SetupOperation;

    /// <summary>A route, in the place of one to the same destination, a network as "10.0.0.0/8"; "0.0.0.0/0" or "::/0" is the default route, an empty gateway a route on the link.</summary>
    public sealed record Route(string InterfaceName, string Destination, string Gateway) : SetupOperation;

    /// <summary>Writes below /proc/sys.</summary>
    public sealed record Sysctl(string Key, string Value) : SetupOperation;

    /// <summary>The filter that every process of the workload is started with, from this operation on: flags of seccomp(2) and a BPF program of 8 bytes per instruction.</summary>
    public sealed record Seccomp(uint Flags, byte[] Program) : SetupOperation;

    /// <summary>Takes the filter away again: that of a rehearsal is no workload's.</summary>
    public sealed record Unfiltered : SetupOperation;

    /// <summary>From now on answers questions after names that come to an address of the guest's own, over UDP, by asking the host; a second one changes nothing.</summary>
    public sealed record ServeNames(string Address) : SetupOperation;

    /// <summary>The payload of a SETUP frame.</summary>
    public static byte[] Encode(IReadOnlyCollection<SetupOperation> operations) =>
        new PayloadWriter().List(operations, static (w, o) => o.Write(w)).Written.ToArray();

    /// <summary>Reads the payload of a SETUP frame.</summary>
    public static IReadOnlyList<SetupOperation> Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var list = reader.List(Read);
        reader.End();
        return list;
    }

    private static SetupOperation Read(ref PayloadReader r)
    {
        var kind = (Kind)r.Byte();
        return kind switch
        {
            Kind.Clock => new Clock(r.UInt64(), r.UInt32()),
            Kind.Entropy => new Entropy(r.Bytes().ToArray()),
            Kind.LoadModules => new LoadModules(r.Strings()),
            Kind.BindSlot => new BindSlot(r.UInt16()),
            Kind.UnbindSlot => new UnbindSlot(r.UInt16()),
            Kind.FindSlots => new FindSlots(),
            Kind.Limits => new Limits(r.List(static (ref PayloadReader r) => new CgroupSetting(r.String(), r.String()))),
            Kind.Unfiltered => new Unfiltered(),
            Kind.Freeze => new Freeze(r.Bool()),
            Kind.Dissolve => new Dissolve(),
            Kind.ServeNames => new ServeNames(r.String()),
            Kind.MakeDirectory => new MakeDirectory(r.String(), r.UInt32()),
            Kind.WriteFile => new WriteFile(r.String(), r.UInt32(), r.Bytes().ToArray()),
            Kind.Mount => new Mount(r.String(), r.String(), r.String(), r.UInt64(), r.String()),
            Kind.Unmount => new Unmount(r.String()),
            Kind.Hostname => new Hostname(r.String()),
            Kind.Interface => new Interface(r.String(), r.Bytes().ToArray(), r.UInt32(), r.Strings()),
            Kind.Route => new Route(r.String(), r.String(), r.String()),
            Kind.Sysctl => new Sysctl(r.String(), r.String()),
            Kind.Seccomp => new Seccomp(r.UInt32(), ReadProgram(r.Bytes())),
            _ => throw new ProtocolException($"unknown setup operation {kind}"),
        };
    }

    private static byte[] ReadProgram(ReadOnlySpan<byte> program) =>
        program.Length is > 0 and <= FrameLimits.Filter && program.Length % FrameLimits.FilterInstruction == 0
            ? program.ToArray()
            : throw new ProtocolException($"a filter of {program.Length} bytes");

    private void Write(PayloadWriter w)
    {
        switch (this)
        {
            case Clock o: w.Byte((byte)Kind.Clock).UInt64(o.Seconds).UInt32(o.Nanoseconds); break;
            case Entropy o: w.Byte((byte)Kind.Entropy).Bytes(o.Bytes); break;
            case LoadModules o: w.Byte((byte)Kind.LoadModules).Strings(o.Names); break;
            case BindSlot o: w.Byte((byte)Kind.BindSlot).UInt16(o.Slot); break;
            case UnbindSlot o: w.Byte((byte)Kind.UnbindSlot).UInt16(o.Slot); break;
            case FindSlots: w.Byte((byte)Kind.FindSlots); break;
            case Limits o: w.Byte((byte)Kind.Limits).List(o.Settings, static (w, s) => w.String(s.File).String(s.Value)); break;
            case Freeze o: w.Byte((byte)Kind.Freeze).Bool(o.Frozen); break;
            case Dissolve: w.Byte((byte)Kind.Dissolve); break;
            case Unfiltered: w.Byte((byte)Kind.Unfiltered); break;
            case ServeNames o: w.Byte((byte)Kind.ServeNames).String(o.Address); break;
            case MakeDirectory o: w.Byte((byte)Kind.MakeDirectory).String(o.Path).UInt32(o.Mode); break;
            case WriteFile o: w.Byte((byte)Kind.WriteFile).String(o.Path).UInt32(o.Mode).Bytes(o.Content); break;
            case Mount o: w.Byte((byte)Kind.Mount).String(o.Source).String(o.Target).String(o.Type).UInt64(o.Flags).String(o.Data); break;
            case Unmount o: w.Byte((byte)Kind.Unmount).String(o.Target); break;
            case Hostname o: w.Byte((byte)Kind.Hostname).String(o.Name); break;
            case Interface o: w.Byte((byte)Kind.Interface).String(o.Name).Bytes(o.HardwareAddress).UInt32(o.Mtu).Strings(o.Addresses); break;
            case Route o: w.Byte((byte)Kind.Route).String(o.InterfaceName).String(o.Destination).String(o.Gateway); break;
            case Sysctl o: w.Byte((byte)Kind.Sysctl).String(o.Key).String(o.Value); break;
            case Seccomp o: w.Byte((byte)Kind.Seccomp).UInt32(o.Flags).Bytes(o.Program); break;
            default: throw new ProtocolException($"no encoding for {GetType().Name}");
        }
    }
}
