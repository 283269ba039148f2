namespace Whelk.Guest.Protocol;

/// <summary>
/// What the agent's program does when it is not PID 1: one look into the workload, with archives on standard input and output. Where that fails it exits with 1,
/// and the last line of its standard error is an error's code, a blank and the reason.
/// </summary>
public static class InsideWords
{
    /// <summary>ROOT PATH: "KIND MODE SIZE SECONDS NANOSECONDS FOLDER RESOLVED" (numbers decimal, FOLDER 0 or 1), or nothing where there is nothing.</summary>
    public const string Stat = "stat";

    /// <summary>ROOT PATH: an archive of what is there.</summary>
    public const string Pack = "pack";

    /// <summary>ROOT: an archive of everything.</summary>
    public const string PackAll = "pack-all";

    /// <summary>ROOT PATH KEEPS UID GID: unpacks an archive; KEEPS is 0 or 1, UID and GID are empty for the archive's own.</summary>
    public const string Unpack = "unpack";

    /// <summary>UPPER LOWER HIDDEN…: "KIND PATH" and a NUL for each change.</summary>
    public const string Changes = "changes";

    /// <summary>ROOT-PID FORM: a table of the workload's processes as ps(1) draws it.</summary>
    public const string Processes = "processes";
}
