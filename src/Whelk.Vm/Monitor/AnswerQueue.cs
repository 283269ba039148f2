using Whelk.Errors;
using Whelk.Guest.Protocol;

namespace Whelk.Vm.Monitor;

/// <summary>
/// Who waits for the agent's answers to one kind of question, in the order in which they asked. Whoever stops waiting keeps the place: the answer may still come,
/// and is not the next one's.
/// </summary>
/// <param name="question">For messages.</param>
internal sealed class AnswerQueue<T>(string question)
{
    // A guest that answers is never so far behind.
    private const int Most = 64;

    private readonly Queue<TaskCompletionSource<T>> _waiting = [];
    private string? _loss;

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="post">Posts the question; called in the order of the answers.</param>
    /// <exception cref="WhelkException">Unavailable: the guest owes too many answers already, or has ended.</exception>
    internal Task<T> AskAsync(Action post)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            if (_loss is not null)
            {
                return Task.FromException<T>(new WhelkException(ErrorCode.Unavailable, _loss));
            }

            if (_waiting.Count == Most)
            {
                return Task.FromException<T>(new WhelkException(ErrorCode.Unavailable, "the virtual machine's agent does not answer"));
            }

            _waiting.Enqueue(answer);
            post();
        }

        return answer.Task;
    }

    /// <summary>The guest's answer to the first question that is open.</summary>
    /// <exception cref="ProtocolException">None is.</exception>
    internal void Answer(T answer)
    {
        lock (_waiting)
        {
            if (!_waiting.TryDequeue(out var first))
            {
                throw new ProtocolException($"an answer to a {question} that was not sent");
            }

            first.TrySetResult(answer);
        }
    }

    /// <summary>No answer will come any more: to nobody who waits, nor to anybody who asks later.</summary>
    internal void End(string loss)
    {
        lock (_waiting)
        {
            _loss = loss;
            while (_waiting.TryDequeue(out var waiting))
            {
                waiting.TrySetException(new WhelkException(ErrorCode.Unavailable, loss));
            }
        }
    }
}
