using Whelk.Errors;

namespace Whelk.Engine.Restarts;

/// <summary>When a workload that has ended is started again, in Docker's words (moby, container/container.go, restartmanager).</summary>
/// <param name="Name">"no", "always", "unless-stopped" or "on-failure".</param>
/// <param name="MaximumRetryCount">on-failure: how often at most; 0 is without end.</param>
public sealed record RestartPolicy(string Name, int MaximumRetryCount)
{
    private const string OnFailure = "on-failure";

    /// <summary>Never.</summary>
    public static RestartPolicy No { get; } = new("no", 0);

    /// <exception cref="WhelkException">InvalidArgument in Docker's words.</exception>
    public static RestartPolicy Parse(string? name, int maximumRetryCount)
    {
        var policy = new RestartPolicy(string.IsNullOrEmpty(name) ? No.Name : name, maximumRetryCount);
        var problem = policy switch
        {
            { Name: not ("no" or "always" or "unless-stopped" or OnFailure) } => $"unknown policy '{name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'",
            { Name: not OnFailure, MaximumRetryCount: not 0 } => "maximum retry count can only be used with 'on-failure'",
            { MaximumRetryCount: < 0 } => "maximum retry count cannot be negative",
            _ => null,
        };
        return problem is null ? policy : throw new WhelkException(ErrorCode.InvalidArgument, $"invalid restart policy: {problem}");
    }

    /// <summary>Whether it is to run again when it ends.</summary>
    /// <param name="exitCode">How it ended.</param>
    /// <param name="restarts">How often it was started again in a row.</param>
    /// <param name="stopped">Whether somebody ended it on purpose.</param>
    internal bool WantsRestart(int exitCode, int restarts, bool stopped) => !stopped && Name switch
    {
        "always" or "unless-stopped" => true,
        OnFailure => exitCode != 0 && (MaximumRetryCount == 0 || restarts < MaximumRetryCount),
        _ => false,
    };

    /// <summary>Whether it is to run when the daemon comes up and finds it ended.</summary>
    internal bool WantsStart(int exitCode, bool stopped) => Name == "always" || WantsRestart(exitCode, 0, stopped);
}
