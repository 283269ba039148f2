using Whelk.Errors;

namespace Whelk.Engine.Processes;

/// <summary>The arguments of ps(1) that can be carried out where there is no ps: those that name a table of all processes.</summary>
internal static class ProcessColumns
{
    /// <returns>The columns, with commas between, by ps's own names.</returns>
    /// <exception cref="WhelkException">Unsupported: other arguments.</exception>
    internal static string Of(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["-ef" or "-e" or "ef" or "-fe"] => "uid,pid,ppid,c,stime,tty,time,cmd",
        ["aux" or "-aux" or "u" or "ux" or "axu"] => "user,pid,%cpu,%mem,vsz,rss,tty,stat,start,time,args",
        ["-o" or "-eo" or "o" or "-axo", var columns] => columns,
        [['-', 'o', .. { Length: > 0 } columns]] => columns,
        _ => throw new WhelkException(ErrorCode.Unsupported, $"not supported by this version of whelk: ps_args \"{arguments}\" of a virtual machine: -ef, aux or -o COLUMN,..."),
    };
}
