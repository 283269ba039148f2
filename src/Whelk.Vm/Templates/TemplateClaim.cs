using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Protocol;
using Whelk.Linux.Files;
using Whelk.Vm.Qemu;
using Whelk.Vm.Relay;

namespace Whelk.Vm.Templates;

/// <summary>A template that was granted to one machine, and its turn: the keeper lets only so many take up their state at once.</summary>
internal sealed class TemplateClaim : IAsyncDisposable
{
    // Of a queue of machines that all start at once. Who waits longer does better to boot.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FrameConnection _keeper;
    private readonly SafeFileHandle _memory;
    private readonly SafeFileHandle _state;

    private TemplateClaim(FrameConnection keeper, SafeFileHandle memory, SafeFileHandle state) => (_keeper, _memory, _state) = (keeper, memory, state);

    /// <summary>The memory of the clone.</summary>
    internal GuestRam Ram => new GuestRam.Copied(_memory, _state);

    /// <summary>Asks the keeper of this root.</summary>
    /// <returns>Null where there is no keeper, or it has no template for such a machine (yet): then the machine boots.</returns>
    internal static async Task<TemplateClaim?> TryTakeAsync(string root, VmShape shape, string accelerator)
    {
        if (TemplateSwitch.IsOff || KeeperSocket.TryConnect(root) is not { } keeper)
        {
            return null;
        }

        using var bound = new CancellationTokenSource(Patience);
        try
        {
            keeper.Post(KeeperFrame.Claim, 0, TemplateRequest.Of(shape, accelerator).Encode());
            if (await keeper.ReceiveAsync(bound.Token) is { Type: KeeperFrame.Granted } frame && TryOpen(keeper, frame) is { } claim)
            {
                return claim;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ProtocolException)
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
        _memory.Dispose();
        _state.Dispose();
        await _keeper.DisposeAsync();
    }

    private static TemplateClaim? TryOpen(FrameConnection keeper, Frame granted)
    {
        var reader = new PayloadReader(granted.Payload.Span);
        var memory = SealedFile.TryOpen(reader.String());
        var state = SealedFile.TryOpen(reader.String());
        if (memory is not null && state is not null)
        {
            return new TemplateClaim(keeper, memory, state);
        }

        memory?.Dispose();
        state?.Dispose();
        return null;
    }
}
