using System.Runtime.InteropServices;

namespace Whelk.Linux.Native;

/// <summary>Where a native failure becomes an exception: the only place.</summary>
public static class SyscallResult
{
    /// <summary>The error of this thread's last native call that was declared with SetLastError.</summary>
    public static Errno LastError => (Errno)Marshal.GetLastPInvokeError();

    /// <summary>Returns <paramref name="result"/>, or throws if it is -1.</summary>
    /// <exception cref="SyscallException">The call failed; errno is taken from the thread.</exception>
    public static int Check(int result, string call, string subject) =>
        result == -1 ? throw new SyscallException(call, subject, LastError) : result;

    /// <inheritdoc cref="Check(int, string, string)"/>
    public static nint Check(nint result, string call, string subject) =>
        result == -1 ? throw new SyscallException(call, subject, LastError) : result;

    /// <summary>For calls that return the error number itself (posix_spawn, pthread_*).</summary>
    public static void CheckReturned(int errno, string call, string subject)
    {
        if (errno != 0)
        {
            throw new SyscallException(call, subject, (Errno)errno);
        }
    }

    /// <summary>An exception for a failure that is already known by number (a netlink answer, an agent's reply).</summary>
    public static SyscallException Failure(string call, string subject, Errno errno) => new(call, subject, errno);
}
