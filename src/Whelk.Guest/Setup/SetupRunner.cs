using Whelk.Guest.Boot;
using Whelk.Guest.Names;
using Whelk.Guest.Processes;
using Whelk.Guest.Protocol;
using Whelk.Linux.Machine;
using Whelk.Linux.Mounts;

namespace Whelk.Guest.Setup;

/// <summary>Does one setup operation.</summary>
internal static class SetupRunner
{
    private const string SlotPrefix = "slot:";

    internal static void Do(SetupOperation operation, Workload workload, NameRelay names)
    {
        switch (operation)
        {
            case SetupOperation.Clock o:
                ThisMachine.SetClock((long)o.Seconds, o.Nanoseconds);
                break;
            case SetupOperation.Entropy o:
                ThisMachine.AddEntropy(o.Bytes);
                break;
            case SetupOperation.LoadModules o:
                ModuleLoader.Load(o.Names);
                break;
            case SetupOperation.BindSlot o:
                Slots.Bind(o.Slot);
                break;
            case SetupOperation.UnbindSlot o:
                Slots.Unbind(o.Slot);
                break;
            case SetupOperation.FindSlots:
                Slots.FindAll();
                break;
            case SetupOperation.MakeDirectory o:
                Directory.CreateDirectory(o.Path, (UnixFileMode)o.Mode);
                break;
            case SetupOperation.WriteFile o:
                WriteFile(o);
                break;
            case SetupOperation.Mount o:
                Mount.Add(SourceOf(o.Source), o.Target, o.Type, (MountFlags)o.Flags, o.Data.Length == 0 ? null : o.Data);
                break;
            case SetupOperation.Unmount o:
                Mount.Remove(o.Target);
                break;
            case SetupOperation.Hostname o:
                ThisMachine.SetHostname(o.Name);
                break;
            case SetupOperation.Interface o:
                NetworkSetup.Configure(o);
                break;
            case SetupOperation.Route o:
                NetworkSetup.AddRoute(o);
                break;
            case SetupOperation.ServeNames o:
                names.Serve(o.Address);
                break;
            case SetupOperation.Sysctl o:
                File.WriteAllText($"/proc/sys/{o.Key.Replace('.', '/')}", o.Value);
                break;
            default:
                DoFor(workload, operation);
                break;
        }
    }

    private static void DoFor(Workload workload, SetupOperation operation)
    {
        switch (operation)
        {
            case SetupOperation.Limits o:
                workload.Group.Set(o.Settings);
                break;
            case SetupOperation.Seccomp o:
                workload.Filter.Set(o);
                break;
            case SetupOperation.Unfiltered:
                workload.Filter.Clear();
                break;
            case SetupOperation.Freeze o:
                workload.Group.Freeze(o.Frozen);
                break;
            case SetupOperation.Dissolve:
                workload.Dissolve();
                break;
            default:
                throw new ProtocolException($"unknown operation {operation.GetType().Name}");
        }
    }

    private static string SourceOf(string source) => source.StartsWith(SlotPrefix, StringComparison.Ordinal)
        ? Slots.Disk(ushort.Parse(source.AsSpan(SlotPrefix.Length)))
        : source;

    private static void WriteFile(SetupOperation.WriteFile o)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(o.Path)!);
        File.WriteAllBytes(o.Path, o.Content);
        File.SetUnixFileMode(o.Path, (UnixFileMode)o.Mode);
    }
}
