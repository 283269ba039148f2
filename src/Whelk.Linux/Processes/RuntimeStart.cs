namespace Whelk.Linux.Processes;

/// <summary>What an executable says first, while it has one thread.</summary>
public static class RuntimeStart
{
    /// <summary>
    /// Runs the static constructors that NativeAOT's locks need when they are first contended: of AppContext and of the environment. The runtime asks
    /// for them (Lock.TryInitializeStatics) while it holds the lock of all static constructors; where another thread is in AppContext's just then,
    /// both wait for ever (seen with .NET 10.0, one start of a thousand that has a second thread from the beginning).
    /// </summary>
    public static void Settle()
    {
        _ = AppContext.GetData(string.Empty);
        _ = Environment.GetEnvironmentVariable(nameof(Whelk));
    }
}
