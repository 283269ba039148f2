using System.Runtime.ExceptionServices;

namespace Whelk.Linux.Recipes;

/// <summary>A list of named steps, each with its undo, run in order and unwound in reverse when one fails.</summary>
/// <typeparam name="T">What the steps work on.</typeparam>
public sealed class Recipe<T>(string name)
{
    private readonly List<Step> _steps = [];

    /// <summary>Appends a step. <paramref name="undo"/> runs only if <paramref name="act"/> had ended well and a later step failed.</summary>
    public Recipe<T> Then(string step, Func<T, CancellationToken, Task> act, Func<T, Task>? undo = null)
    {
        _steps.Add(new Step(step, act, undo));
        return this;
    }

    /// <inheritdoc cref="Then(string, Func{T, CancellationToken, Task}, Func{T, Task}?)"/>
    public Recipe<T> Then(string step, Action<T> act, Action<T>? undo = null) => Then(
        step,
        (subject, _) =>
        {
            act(subject);
            return Task.CompletedTask;
        },
        undo is null ? null : subject =>
        {
            undo(subject);
            return Task.CompletedTask;
        });

    /// <summary>Runs the steps. On failure every undo runs, the first error is thrown, and errors of undoing go with it in <see cref="Exception.Data"/>.</summary>
    public async Task RunAsync(T subject, CancellationToken cancellationToken)
    {
        var done = new Stack<Step>();
        foreach (var step in _steps)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await step.Act(subject, cancellationToken);
                done.Push(step);
            }
#pragma warning disable CA1031 // Every failure unwinds; it is rethrown as it was.
            catch (Exception first)
#pragma warning restore CA1031
            {
                await UnwindAsync(subject, done, first);
                first.Data["recipe"] = $"{name}: {step.Name}";
                ExceptionDispatchInfo.Throw(first);
            }
        }
    }

    private static async Task UnwindAsync(T subject, Stack<Step> done, Exception first)
    {
        while (done.TryPop(out var step))
        {
            try
            {
                await (step.Undo?.Invoke(subject) ?? Task.CompletedTask);
            }
#pragma warning disable CA1031 // Clean-up keeps the first error and finishes every step.
            catch (Exception second)
#pragma warning restore CA1031
            {
                first.Data[$"undo {step.Name}"] = second.Message;
            }
        }
    }

    private sealed record Step(string Name, Func<T, CancellationToken, Task> Act, Func<T, Task>? Undo);
}
