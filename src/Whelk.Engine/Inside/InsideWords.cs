namespace Whelk.Engine.Inside;

/// <summary>The words of a runtime's own command for looking into a workload. The same stand in its own source: it never references the engine.</summary>
internal static class InsideWords
{
    internal const string Stat = "stat";
    internal const string Pack = "pack";
    internal const string PackAll = "pack-all";
    internal const string Unpack = "unpack";
    internal const string Changes = "changes";
    internal const string Processes = "processes";
}
