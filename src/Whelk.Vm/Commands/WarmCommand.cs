using Whelk.Errors;
using Whelk.Linux.Files;
using Whelk.Linux.Namespaces;
using Whelk.Linux.Processes;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Templates;

namespace Whelk.Vm.Commands;

/// <summary>
/// <c>warm</c>: keeps templates for the machines of this root, which then start as clones, until it is ended; what it kept goes with it, clones run on.
/// The template of machines without limits is made at once, and a line on standard output says that it is there, or cannot be; others are made when they are first asked for.
/// </summary>
internal static class WarmCommand
{
    // Of a keeper that is just being ended.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(30);

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var arguments = Arguments.Parse(options.Rest, [], ["while-input"]);
        using var turn = await FileLock.TryTakeAsync(KeeperSocket.LockBelow(options.Root), Patience, CancellationToken.None)
            ?? throw new WhelkException(ErrorCode.Conflict, $"another process keeps templates for {options.Root}");
        using var stop = new CancellationTokenSource();
        using var onTerminate = EndsOn(System.Runtime.InteropServices.PosixSignal.SIGTERM, stop);
        using var onInterrupt = EndsOn(System.Runtime.InteropServices.PosixSignal.SIGINT, stop);
        if (arguments.Flag("while-input"))
        {
            _ = EndWithInputAsync(stop);
        }

        await KeepAsync(options.Root, stop.Token);
        return 0;
    }

    private static async Task KeepAsync(string root, CancellationToken stop)
    {
        using var listener = KeeperSocket.Listen(root);
        using var rest = new RestingMemory(TimeProvider.System, RestingMemory.Release);
        using var spawner = NamespaceThread.Plain("template");
        await using var keeper = new TemplateKeeper(KeeperHost.Real(spawner), note => Console.Error.WriteLine($"whelk-vm warm: {note}"), rest.Served);
        using var looking = TimeProvider.System.CreateTimer(_ => keeper.LookAfter(), null, LookPause, LookPause);
        try
        {
            await MakeUsualAsync(keeper, root, stop);
            await keeper.ServeAsync(listener, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            KeeperSocket.Remove(root);
        }
    }

    private static async Task MakeUsualAsync(TemplateKeeper keeper, string root, CancellationToken stop)
    {
        var request = await UsualMachine.RequestAsync(root, takesWarm: false, stop);
        keeper.Find(request).Template?.Dispose();
        _ = SayReadyAsync(keeper.MadeAsync(request.Key));
    }

    private static async Task SayReadyAsync(Task made)
    {
        await made;
        await Console.Out.WriteLineAsync("ready");
    }

    private static System.Runtime.InteropServices.PosixSignalRegistration EndsOn(System.Runtime.InteropServices.PosixSignal signal, CancellationTokenSource stop) =>
        System.Runtime.InteropServices.PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });

    // Whoever started it holds the other end: it is not left behind by one that was killed.
    private static async Task EndWithInputAsync(CancellationTokenSource stop)
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[1];
        while (await input.ReadAsync(buffer) > 0)
        {
        }

        await stop.CancelAsync();
    }
}
