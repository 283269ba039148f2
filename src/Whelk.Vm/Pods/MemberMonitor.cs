using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Oci.Runtime;
using Whelk.Vm.Monitor;
using Whelk.Vm.Relay;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Pods;

/// <summary>
/// The monitor of a container in a pod. The machine is the sandbox's: this one holds a connection to the sandbox's monitor, whose end is the container's end, and
/// passes on what is asked.
/// </summary>
internal sealed partial class MemberMonitor : WorkloadMonitor
{
    // Of the end: processes, mounts and binds are gone then.
    private static readonly TimeSpan LeaveBound = TimeSpan.FromSeconds(4);

    private readonly Sandbox _sandbox;
    private readonly FrameConnection _pod;
    private Task _following = Task.CompletedTask;
    private IReadOnlyList<SetupOperation> _filter = [];

    private MemberMonitor(MonitorOptions options, Sandbox sandbox)
        : base(options)
    {
        _sandbox = sandbox;
        _pod = MonitorSocket.Connect(sandbox.Folder);
    }

    /// <summary>Joins the sandbox; returns as soon as commands are answered.</summary>
    /// <exception cref="WhelkException">The sandbox does not run, or does not take it.</exception>
    internal static async Task<MemberMonitor> StartAsync(MonitorOptions options, string sandbox)
    {
        var monitor = new MemberMonitor(options, Sandbox.Running(options.Root, sandbox));
        try
        {
            await monitor.JoinAsync();
            monitor.SetStatus(RuntimeStatus.Created);
            return monitor;
        }
        catch (Exception)
        {
            await monitor.DisposeAsync();
            throw;
        }
    }

    private protected override void Post(FrameType type, byte[] payload) => _pod.Post(type, 0, payload);

    private protected override async Task LaunchAsync()
    {
        var config = Options.Config;
        var namespaces = PodNamespaces.Of(config, _sandbox.MonitorPid);
        var members = Sandbox.Members(Options.Root, _sandbox.Folder.Id);

        // Since create, the container whose pids it is to see may have ended.
        if (PodNamespaces.Foreign(config, _sandbox.MonitorPid, members).FirstOrDefault() is { } foreign)
        {
            throw new WhelkException(ErrorCode.InvalidState, $"{foreign} any more: container not running");
        }

        var pidsOf = PodNamespaces.PidsOf(config, members) ?? string.Empty;
        var process = FirstProcess();
        var root = process.Root! with
        {
            HasOwnHostname = namespaces.OwnHostname,
            HasOwnIpc = namespaces.OwnIpc,
            Hostname = config.Hostname ?? string.Empty,
            PidsOf = namespaces.SharesPids ? MonitorProcess.MainStream : (ushort)0,
        };
        List<SetupOperation> setup = [.. _filter, .. Plan.Mounts.Operations, new SetupOperation.Limits(GuestLimits.OfMember(config.Linux?.Resources)), .. EarlyLimits];
        _pod.Post(ControlFrame.Launch, 0, new LaunchRequest(pidsOf, SetupOperation.Encode(setup).ToArray(), (process with { Root = root }).Encode()).Encode());
        try
        {
            await Relay.Launched.WaitAsync(SetupBound);
        }
        catch (TimeoutException exception)
        {
            throw new WhelkException(ErrorCode.Timeout, $"the pod's virtual machine did not start the container within {SetupBound.TotalSeconds} s", exception);
        }
    }

    // The sandbox closes the connection when it has taken away what the container had.
    private protected override Task EndAsync() => Relay.Launched.IsCompleted ? Task.WhenAny(_following, Task.Delay(LeaveBound)) : Task.CompletedTask;

    private protected override async Task ReleaseAsync()
    {
        await _pod.DisposeAsync();
        await _following;
    }

    private protected override Task KeepCauseAsync()
    {
        if (Relay.IsLost && !IsKilled)
        {
            Options.Folder.KeepFault("the virtual machine of its pod ended");
        }

        return Task.CompletedTask;
    }

    private async Task JoinAsync()
    {
        // Made while the sandbox takes it in.
        var filter = Task.Run(() => SeccompPlan.Of(Options.Config.Linux?.Seccomp));
        var (code, message) = await ControlFrame.AskAsync(_pod, ControlFrame.Join, new JoinRequest(Options.Folder.Id, Plan.Role.Place, Plan.Mounts.Staged).Encode(), CancellationToken.None);
        if (code != 0)
        {
            throw new WhelkException(ErrorCode.InvalidState, message);
        }

        _filter = await filter;
        _following = FollowAsync();
    }

    private async Task FollowAsync()
    {
        try
        {
            while (await _pod.ReceiveAsync() is { } frame)
            {
                Relay.OnFrame(frame);
            }
        }
        catch (ProtocolException)
        {
            // Whoever breaks the rules is as good as gone.
        }

        Relay.OnLost();
    }
}
