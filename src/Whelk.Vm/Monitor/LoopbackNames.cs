using System.Net;
using System.Net.Sockets;
using Whelk.Guest.Protocol;

namespace Whelk.Vm.Monitor;

/// <summary>
/// Asks a resolver on a loopback address of this process's network namespace what the guest asks: an engine's (Docker's 127.0.0.11), which knows the names of its
/// networks. A question is one datagram, and so is its answer; one without an answer is forgotten, and the client asks again.
/// </summary>
internal sealed class LoopbackNames
{
    /// <summary>At once; more are lost, as datagrams are.</summary>
    internal const int MostQuestions = 64;

    // Longer than C libraries wait for one.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(6);

    private readonly IPEndPoint _resolver;
    private readonly Action<ushort, ReadOnlyMemory<byte>> _answer;
    private readonly TimeProvider _time;
    private int _asking;

    /// <param name="resolver">Whom to ask.</param>
    /// <param name="answer">Takes the answers, with the questions' numbers.</param>
    /// <param name="time">By which a question is given up.</param>
    internal LoopbackNames(IPEndPoint resolver, Action<ushort, ReadOnlyMemory<byte>> answer, TimeProvider time) => (_resolver, _answer, _time) = (resolver, answer, time);

    /// <summary>Takes a question; never waits.</summary>
    /// <exception cref="ProtocolException">It is longer than any.</exception>
    internal void Ask(ushort number, ReadOnlyMemory<byte> question)
    {
        if (question.Length is 0 or > FrameLimits.NameMessage)
        {
            throw new ProtocolException($"a question of {question.Length} bytes");
        }

        if (Interlocked.Increment(ref _asking) > MostQuestions)
        {
            Interlocked.Decrement(ref _asking);
            return;
        }

        _ = AskAsync(number, question.ToArray());
    }

    private async Task AskAsync(ushort number, byte[] question)
    {
        try
        {
            using var bound = new CancellationTokenSource(Bound, _time);

            // Connected, so that nobody else answers; its port, which the kernel chooses, tells answers to one question from those to another.
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(_resolver, bound.Token);
            await socket.SendAsync(question, bound.Token);
            var answer = new byte[FrameLimits.NameMessage];
            _answer(number, answer.AsMemory(0, await socket.ReceiveAsync(answer, bound.Token)));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Nobody answers there now.
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }
}
