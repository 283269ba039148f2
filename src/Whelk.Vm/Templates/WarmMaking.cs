using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Netlink;
using Whelk.Linux.Processes;
using Whelk.Linux.Recipes;
using Whelk.Linux.Sockets;
using Whelk.Vm.Monitor;
using Whelk.Vm.Qemu;
using Whelk.Vm.Relay;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Templates;

/// <summary>The recipe of a machine that waits for a workload.</summary>
internal sealed class WarmMaking : IAsyncDisposable
{
    private const int NameBytes = 3;
    private const string ScratchName = "whelk-warm-scratch";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WordsBound = TimeSpan.FromSeconds(2);

    private static readonly Recipe<WarmMaking> Steps = new Recipe<WarmMaking>("warm machine")
        .Then("make its taps", static m => m.MakeTaps())
        .Then("start QEMU", static m => m.Start())
        .Then("take up the template", static (m, token) => m._qmp!.TakeUpAsync(token))
        .Then("rehearse", static (m, token) => m.RehearseAsync(token))
        .Then("let it stand still", static (m, token) => m._qmp!.ExecuteAsync("stop", token))
        .Then("let go of its guest", static (m, _) => m.LeaveGuestAsync());

    private readonly List<(string Name, SafeFileHandle Tap)> _cards = [];
    private readonly Template _template;
    private readonly VmShape _shape;
    private readonly string _accelerator;
    private readonly NamespaceThread _network;
    private FrameConnection? _agent;
    private Task _talking = Task.CompletedTask;
    private QmpClient? _qmp;
    private ChildProcess? _watcher;
    private SafeFileHandle? _life;
    private QemuEnds? _ends;

    private WarmMaking(Template template, VmShape shape, string accelerator, NamespaceThread network) =>
        (_template, _shape, _accelerator, _network) = (template, shape, accelerator, network);

    /// <summary>Makes one; on failure nothing is left.</summary>
    /// <param name="template">Held while this runs.</param>
    /// <param name="shape">The template's, without devices.</param>
    /// <param name="accelerator">The template's.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="WhelkException">It did not come up, or its guest does not do as it should.</exception>
    internal static async Task<WarmMachine> RunAsync(Template template, VmShape shape, string accelerator, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Bound);

        // Each has one of its own, which goes with it: machines do not meet there.
        using var network = NamespaceThread.InNewNetwork();
        await using var making = new WarmMaking(template, shape, accelerator, network);
        try
        {
            await Steps.RunAsync(making, bound.Token);
            return making.Take();
        }
        catch (WhelkException exception) when (making._ends is { } ends)
        {
            throw new WhelkException(exception.Code, $"{exception.Message}: {await making.LastWordsAsync(ends)}", exception);
        }
    }

    /// <summary>Ends what is left of it.</summary>
    public async ValueTask DisposeAsync()
    {
        _life?.Dispose();
        if (_agent is not null)
        {
            await _agent.DisposeAsync();
        }

        _qmp?.Dispose();
        _ends?.Dispose();
        _cards.ForEach(card => card.Tap.Dispose());
        if (_watcher is not null)
        {
            await _watcher.WaitAsync();
            _watcher.Dispose();
        }
    }

    private void MakeTaps()
    {
        if (!File.Exists(TapDevice.ControlPath))
        {
            throw new WhelkException(ErrorCode.Unavailable, $"{TapDevice.ControlPath} is missing");
        }

        // No other tap has its name, here or where it goes.
        var word = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes));
        foreach (var number in Enumerable.Range(0, GuestNetwork.Slots.Count))
        {
            var name = $"{GuestNetwork.TapPrefix}{number}-{word}";
            _cards.Add((name, _network.Run(() => TapDevice.CreateHere(name))));
        }
    }

    private void Start()
    {
        using var memory = Open(_template.MemoryPath);
        using var state = Open(_template.StatePath);
        using var scratch = MemoryFile.Create(ScratchName, new byte[RehearsalRoot.ScratchBytes]);
        var files = GuestFiles.Find();
        var (life, lifePeer) = SocketPair.Create();
        var (qmp, qmpPeer) = SocketPair.Create();
        var (ends, theirs) = QemuEnds.Create();
        (_life, _ends) = (life, ends);
        using (lifePeer)
        using (qmpPeer)
        using (theirs)
        {
            var shape = _shape with
            {
                Ram = new GuestRam.Copied(memory, state),
                Devices =
                [
                    .. _cards.Select((card, number) => GuestCard.DeviceOf(GuestNetwork.Slots[number], card.Tap)),
                    .. RootPlan.Exchanged(RehearsalRoot.Path, MemoryFile.PathOf(scratch)),
                ],
            };
            _qmp = new QmpClient(QemuProcess.SocketOf(qmp), static _ => { });
            _watcher = QemuLaunch.Tied(shape, files, _accelerator, theirs, lifePeer, qmpPeer, _network);
        }
    }

    // What is read is the template's from its start: the position belongs to whoever has opened it.
    private static SafeFileHandle Open(string path) => SealedFile.TryOpen(path) ?? throw new WhelkException(ErrorCode.Unavailable, "the template is gone");

    private async Task RehearseAsync(CancellationToken cancellationToken)
    {
        // A duplicate: the guest's port is given away when this is closed.
        _agent = new FrameConnection(new DescriptorStream(Descriptor.Duplicate(_ends!.Agent)));
        var session = new AgentSession(_agent, static () => { });
        _talking = session.RunAsync();
        await Rehearsal.OnRootAsync(session, cancellationToken);
    }

    private async Task LeaveGuestAsync()
    {
        await _agent!.DisposeAsync();
        await _talking;
        if (!_agent.IsBetweenFrames)
        {
            throw new WhelkException(ErrorCode.Internal, "the guest was stopped in the middle of a word");
        }
    }

    // It ends first, so that all of it is there.
    private async Task<string> LastWordsAsync(QemuEnds ends)
    {
        _life?.Dispose();
        using var words = new OutputTail(ends.Words);
        using var console = new OutputTail(ends.Console);
        await Task.WhenAny(Task.WhenAll(words.Ended, console.Ended), Task.Delay(WordsBound));
        return $"{words.Text()} {console.Text()}".Trim();
    }

    private WarmMachine Take()
    {
        var pid = File.ReadAllText($"/proc/{_watcher!.Pid}/task/{_watcher.Pid}/children");
        var qemu = int.TryParse(pid, CultureInfo.InvariantCulture, out var number) ? number : throw new WhelkException(ErrorCode.Unavailable, "QEMU is gone");
        var network = _network.Run(static () => Descriptor.Open("/proc/thread-self/ns/net"));
        var machine = new HandedMachine(qemu, _watcher.Pid, _life!, ChildProcess.Open(qemu), _ends!, [.. _cards], network);
        var warm = new WarmMachine(_watcher, machine);
        (_watcher, _life, _ends) = (null, null, null);
        _cards.Clear();
        return warm;
    }
}
