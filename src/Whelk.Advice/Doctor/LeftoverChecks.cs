using Whelk.Engine.Leftovers;

namespace Whelk.Advice.Doctor;

/// <summary>What killed daemons, monitors and workloads have left: told, or removed.</summary>
public static class LeftoverChecks
{
    private const string Name = "leftover";

    /// <summary>Each as a warning.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="command">What removes them.</param>
    public static IReadOnlyList<HostCheck> Of(IReadOnlyList<Leftover> found, string command) => found.Count == 0 ? [None] : [.. found.Select(left => HostCheck.Warn(Name, left.What, command))];

    /// <summary>Removes each, whatever becomes of those before it.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="command">What tries it again.</param>
    public static async Task<IReadOnlyList<HostCheck>> RepairAsync(IReadOnlyList<Leftover> found, string command)
    {
        var checks = new List<HostCheck>();
        foreach (var left in found)
        {
            checks.Add(await RemoveAsync(left, command));
        }

        return checks.Count == 0 ? [None] : checks;
    }

    private static HostCheck None => HostCheck.Ok("leftovers", "none");

    private static async Task<HostCheck> RemoveAsync(Leftover left, string command)
    {
        try
        {
            await left.RemoveAsync();
            return HostCheck.Ok(Name, $"removed: {left.What}");
        }
#pragma warning disable CA1031 // Said in the report; the others have their turn.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return HostCheck.Fail(Name, $"not removed: {left.What}: {exception.Message}", $"see what uses it, then {command}");
        }
    }
}
