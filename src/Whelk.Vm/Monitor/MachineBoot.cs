using Whelk.Errors;

namespace Whelk.Vm.Monitor;

/// <summary>Boots machines until one is fit: on a busy host an emulated one may come up without a timer that keeps time, and a second try helps.</summary>
internal sealed class MachineBoot : IAsyncDisposable
{
    private const int MostAttempts = 10;

    private readonly Func<Machine> _start;
    private readonly Lock _gate = new();
    private readonly Task _booting;
    private Machine _machine;
    private bool _stopped;

    /// <param name="start">Starts a machine; called again for each attempt.</param>
    /// <param name="first">Starts the first one, where that is another kind of machine: one that starts faster, if it does.</param>
    internal MachineBoot(Func<Machine> start, Func<Machine>? first = null)
    {
        _start = start;
        _machine = (first ?? start)();
        _booting = BootAsync();
    }

    /// <summary>The present one.</summary>
    internal Machine Machine
    {
        get
        {
            lock (_gate)
            {
                return _machine;
            }
        }
    }

    /// <summary>Waits for a guest that is ready and fit.</summary>
    /// <exception cref="WhelkException">With what the machine said last.</exception>
    internal async Task<Machine> FitAsync(TimeSpan bound)
    {
        try
        {
            await _booting.WaitAsync(bound);
            return Machine;
        }
        catch (TimeoutException exception)
        {
            throw new WhelkException(ErrorCode.Timeout, $"the virtual machine was not ready within {bound.TotalSeconds} s", exception);
        }
        catch (WhelkException exception)
        {
            throw new WhelkException(exception.Code, $"{exception.Message}: {await Machine.LastWordsAsync()}", exception);
        }
    }

    /// <summary>Ends it, and starts no other: a guest that is up writes out what it has first.</summary>
    /// <param name="grace">For that.</param>
    /// <param name="cut">Ends the grace early.</param>
    internal async Task StopAsync(TimeSpan grace, Task cut)
    {
        var machine = Last();
        if (_booting.IsCompletedSuccessfully)
        {
            await machine.Qemu.StopAsync(grace, cut);
        }
        else
        {
            await KillAsync();
        }
    }

    /// <summary>Ends it at once, and starts no other.</summary>
    internal Task KillAsync()
    {
        var machine = Last();
        machine.Kill();
        return machine.Qemu.Ended;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopped = true;
        }

        return Machine.DisposeAsync();
    }

    private Machine Last()
    {
        lock (_gate)
        {
            _stopped = true;
            return _machine;
        }
    }

    private async Task BootAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var machine = Machine;
            try
            {
                await machine.ReadyAsync();
                return;
            }
            catch (UnfitException) when (attempt < MostAttempts)
            {
                await machine.DisposeAsync();
                StartAnother();
            }
        }
    }

    private void StartAnother()
    {
        lock (_gate)
        {
            _machine = _stopped ? throw new WhelkException(ErrorCode.InvalidState, "the virtual machine was stopped before it was ready") : _start();
        }
    }
}
