using Microsoft.Win32.SafeHandles;
using Whelk.Errors;
using Whelk.Guest.Protocol;
using Whelk.Linux.Files;
using Whelk.Vm.Qemu;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Templates;

/// <summary>What was granted to one machine, and its turn: the keeper lets only so many take up their state at once.</summary>
internal sealed class TemplateClaim : IAsyncDisposable
{
    // Of a queue of machines that all start at once. Who waits longer does better to boot.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FrameConnection _keeper;

    private TemplateClaim(FrameConnection keeper, KeeperGrant grant) => (_keeper, Grant) = (keeper, grant);

    internal KeeperGrant Grant { get; }

    /// <summary>Asks the keeper of this root.</summary>
    /// <param name="root">Below which the keeper listens.</param>
    /// <param name="shape">Of the machine, without its devices.</param>
    /// <param name="accelerator">Which executes it.</param>
    /// <param name="takesWarm">Whether one does that waits already, with disks of a root and network cards and nothing else.</param>
    /// <returns>Null where there is no keeper, or it has no template for such a machine (yet): then the machine boots.</returns>
    internal static async Task<TemplateClaim?> TryTakeAsync(string root, VmShape shape, string accelerator, bool takesWarm)
    {
        if (TemplateSwitch.IsOff || KeeperSocket.TryConnect(root) is not { } keeper)
        {
            return null;
        }

        using var bound = new CancellationTokenSource(Patience);
        try
        {
            keeper.Post(KeeperFrame.Claim, 0, TemplateRequest.Of(shape, accelerator, takesWarm).Encode());
            if (await GrantAsync(keeper, await keeper.ReceiveAsync(bound.Token), bound.Token) is { } grant)
            {
                return new TemplateClaim(keeper, grant);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ProtocolException or WhelkException)
        {
            // A machine boots without a keeper, too.
        }

        await keeper.DisposeAsync();
        return null;
    }

    /// <summary>Tells the keeper that the template does not do, so that nobody gets it any more.</summary>
    internal void Fail(string reason) => _keeper.Post(KeeperFrame.Failed, 0, new PayloadWriter().String(reason).Written);

    /// <summary>Ends the turn. What QEMU has opened it keeps. Idempotent.</summary>
    public async ValueTask DisposeAsync()
    {
        Grant.Dispose();
        await _keeper.DisposeAsync();
    }

    private static async Task<KeeperGrant?> GrantAsync(FrameConnection keeper, Frame? answer, CancellationToken cancellationToken) => answer switch
    {
        { Type: KeeperFrame.Granted } frame => TryOpen(frame),
        { Type: KeeperFrame.Handed } frame => await TakeAsync(keeper, HandedMachineFrame.Decode(frame.Payload.Span), cancellationToken),
        _ => null,
    };

    private static async Task<KeeperGrant?> TakeAsync(FrameConnection keeper, HandedMachineFrame handed, CancellationToken cancellationToken)
    {
        var passed = new List<SafeFileHandle>();
        try
        {
            keeper.Post(KeeperFrame.Take, 0);
            while (passed.Count < handed.Descriptors && await keeper.ReceivePassedAsync(cancellationToken) is { } descriptor)
            {
                passed.Add(descriptor);
            }
        }
        catch
        {
            passed.ForEach(descriptor => descriptor.Dispose());
            throw;
        }

        return HandedMachine.TryOf(handed.Pid, handed.Watcher, handed.Taps, passed) is { } machine ? new KeeperGrant.OfMachine(machine) : null;
    }

    private static KeeperGrant.OfTemplate? TryOpen(Frame granted)
    {
        var reader = new PayloadReader(granted.Payload.Span);
        var memory = SealedFile.TryOpen(reader.String());
        var state = SealedFile.TryOpen(reader.String());
        if (memory is not null && state is not null)
        {
            return new KeeperGrant.OfTemplate(memory, state);
        }

        memory?.Dispose();
        state?.Dispose();
        return null;
    }
}
