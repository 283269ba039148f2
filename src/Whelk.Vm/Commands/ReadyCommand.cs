using Whelk.Guest.Protocol;
using Whelk.Vm.CommandLine;
using Whelk.Vm.Templates;
using Whelk.Vm.Translation;

namespace Whelk.Vm.Commands;

/// <summary><c>ready WAY</c>: returns when a machine without limits can start so at once, for those who time starts; fails where it will not.</summary>
internal static class ReadyCommand
{
    // Of a template that is made, and a machine of it, on a host with much else to do.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    internal static async Task<int> RunAsync(GlobalOptions options)
    {
        var way = StartWay.Parse(Arguments.Parse(options.Rest, [], []).Word(0, "cold, clone or waiting"));
        if (!way.TakesTemplate)
        {
            return 0;
        }

        if (TemplateSwitch.IsOff)
        {
            throw way.Refusal("no template is kept: WHELK_VM_TEMPLATES is off");
        }

        using var bound = new CancellationTokenSource(Bound);
        var request = await UsualMachine.RequestAsync(options.Root, way.TakesWarm, bound.Token);
        await using var keeper = KeeperSocket.TryConnect(options.Root) ?? throw way.Refusal("nobody keeps templates here: whelk-vm warm does");
        try
        {
            keeper.Post(KeeperFrame.Await, 0, request.Encode());
            return await keeper.ReceiveAsync(bound.Token) switch
            {
                { Type: KeeperFrame.Ready } => 0,
                { Type: KeeperFrame.Refused } frame => throw way.Refusal(new PayloadReader(frame.Payload.Span).String()),
                _ => throw way.Refusal("whoever keeps templates has ended"),
            };
        }
        catch (Exception exception) when (exception is OperationCanceledException or ProtocolException)
        {
            throw way.Refusal($"there was none within {Bound.TotalSeconds} s");
        }
    }
}
