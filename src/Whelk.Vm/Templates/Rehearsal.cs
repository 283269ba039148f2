using System.Security.Cryptography;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Signals;
using Whelk.Oci.Runtime;
using Whelk.Oci.Runtime.Defaults;
using Whelk.Vm.Monitor;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Templates;

/// <summary>
/// What a guest does before it becomes a template: everything that is done for a workload, once, as what was done before is done faster in a clone. Nothing of it
/// is left but modules, an interface lo, and pages that are there already.
/// </summary>
internal static class Rehearsal
{
    private const string Root = "/run/rehearsal";
    private const uint Executable = 0x1ED;
    private const ushort ExecStream = 2;
    private const ushort TerminalStream = 3;

    private static readonly IReadOnlyList<SetupOperation> Operations =
    [
        new SetupOperation.LoadModules([.. GuestModules.Image, .. GuestModules.Scratch, .. GuestModules.Network, .. GuestModules.NineP]),
        new SetupOperation.FindSlots(),
        new SetupOperation.Limits([]),
        new SetupOperation.Interface("lo", [], 0, []),
        new SetupOperation.MakeDirectory(Root, Executable),
    ];

    /// <exception cref="WhelkException">The guest does not do as it should.</exception>
    internal static async Task RunAsync(AgentSession session, CancellationToken cancellationToken)
    {
        await SetupAsync(session, [.. Filter(), SetupPlan.Clock(TimeProvider.System), new SetupOperation.Entropy(RandomNumberGenerator.GetBytes(SetupPlan.EntropyBytes)), .. Operations], cancellationToken);
        var mounts = MountPlan.Of(new RuntimeSpec { OciVersion = "1.0.2", Mounts = DefaultMounts.All }, "/", null, PodRole.Alone).Mounts;
        var held = HeldProcess.In(new GuestRoot { Path = Root, Mounts = [.. mounts, HeldProcess.Mount] });
        var main = RehearsedProcess.Start(session, MonitorProcess.MainStream, held);
        await main.Started.WaitAsync(cancellationToken);
        foreach (var (stream, process) in Joining(held))
        {
            await RehearsedProcess.Start(session, stream, process).Ended.WaitAsync(cancellationToken);
        }

        session.Post(FrameType.Signal, MonitorProcess.MainStream, new PayloadWriter().Int32(SignalNumber.SIGKILL).Written);
        await main.Ended.WaitAsync(cancellationToken);

        // With the answer the agent has put everything behind it away.
        await SetupAsync(session, [new SetupOperation.Unfiltered()], cancellationToken);
    }

    /// <summary>What a clone does before it waits for a workload: all of it once more, on a root of its own, as what was done before is done faster.</summary>
    /// <exception cref="WhelkException">The guest does not do as it should.</exception>
    internal static async Task OnRootAsync(AgentSession session, CancellationToken cancellationToken)
    {
        var setup = SetupAsync(session, [.. Filter(), SetupPlan.Clock(TimeProvider.System), new SetupOperation.Entropy(RandomNumberGenerator.GetBytes(SetupPlan.EntropyBytes)), .. RehearsalRoot.Setup], cancellationToken);
        var main = RehearsedProcess.Start(session, MonitorProcess.MainStream, RehearsalRoot.Command);
        await setup;
        await main.Started.WaitAsync(cancellationToken);
        await main.Ended.WaitAsync(cancellationToken);
        await SetupAsync(session, RehearsalRoot.Undo, cancellationToken);
    }

    // That of most workloads. A host without libseccomp has machines without a filter alone, which need not be rehearsed with one.
    private static IReadOnlyList<SetupOperation> Filter()
    {
        try
        {
            return SeccompPlan.Of(DefaultSeccomp.Default);
        }
        catch (WhelkException exception) when (exception.Code == ErrorCode.Unavailable)
        {
            return [];
        }
    }

    private static async Task SetupAsync(AgentSession session, IReadOnlyCollection<SetupOperation> operations, CancellationToken cancellationToken)
    {
        if (await session.SetupAsync(operations).WaitAsync(cancellationToken) is { Length: > 0 } error)
        {
            throw new WhelkException(ErrorCode.Internal, $"the template's guest: {error}");
        }
    }

    private static IEnumerable<(ushort Stream, GuestProcess Process)> Joining(GuestProcess held)
    {
        var process = held with { Root = null, Joins = MonitorProcess.MainStream, Args = [held.Args[0], "--version"] };
        yield return (ExecStream, process);
        yield return (TerminalStream, process with { Terminal = new WindowSize(0, 0) });
    }
}
