using Whelk.Testing;
using Xunit;

namespace Whelk.Vm.Tests.Monitor.Fuzzing;

/// <summary>
/// Guests that behave for a while and then do not. Until then every frame reaches whom it is for; from then on the machine is ended, everybody who waits is told within
/// a bound, and nothing but the protocol's own error comes of it.
/// </summary>
public sealed class SessionFuzzTests
{
    private const int Cases = 1000;
    private const int MostSteps = 30;

    [Fact]
    public Task Guest_that_breaks_the_protocol_is_ended_and_everybody_is_told() => FuzzCases.RunAsync(Cases, random => RunAsync(random, machine => machine.BreakAsync()));

    [Fact]
    public Task Guest_that_is_gone_in_the_middle_breaks_nothing_and_everybody_is_told() => FuzzCases.RunAsync(Cases, random => RunAsync(random, machine => machine.LoseAsync()));

    [Fact]
    public Task Guest_that_babbles_and_is_gone_leaves_nobody_waiting() => FuzzCases.RunAsync(Cases, random => RunAsync(random, machine => machine.BabbleAsync()));

    private static async Task RunAsync(Random random, Func<FuzzedMachine, Task> end)
    {
        await using var machine = new FuzzedMachine(random);
        for (var step = random.Next(MostSteps); step > 0; step--)
        {
            await machine.StepAsync();
        }

        await end(machine);
    }
}
