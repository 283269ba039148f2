using System.Runtime.InteropServices;
using Whelk.Errors;

namespace Whelk.Linux.Native;

/// <summary>A call to the kernel that failed. Born in <see cref="SyscallResult"/> alone.</summary>
public sealed class SyscallException : WhelkException
{
    internal SyscallException(string call, string subject, Errno errno)
        : base(CodeOf(errno), Describe(call, subject, errno))
    {
        Call = call;
        Subject = subject;
        Errno = errno;
    }

    /// <summary>The system call's name, as in its manual page.</summary>
    public string Call { get; }

    /// <summary>What it was applied to: a path, a device, a pid.</summary>
    public string Subject { get; }

    /// <summary>The reason the kernel gave.</summary>
    public Errno Errno { get; }

    private static string Describe(string call, string subject, Errno errno)
    {
        var reason = Marshal.GetPInvokeErrorMessage((int)errno);
        return subject.Length == 0 ? $"{call}: {reason}" : $"{call} {subject}: {reason}";
    }

    private static ErrorCode CodeOf(Errno errno) => errno switch
    {
        Errno.ENOENT or Errno.ESRCH or Errno.ENODEV or Errno.ENXIO => ErrorCode.NotFound,
        Errno.EEXIST => ErrorCode.AlreadyExists,
        Errno.EPERM or Errno.EACCES => ErrorCode.Denied,
        Errno.EINVAL or Errno.ENAMETOOLONG or Errno.ELOOP or Errno.ENOTDIR => ErrorCode.InvalidArgument,
        Errno.EADDRINUSE or Errno.EBUSY or Errno.ENOTEMPTY => ErrorCode.Conflict,
        Errno.ENOSPC or Errno.EDQUOT or Errno.ENOMEM or Errno.EMFILE or Errno.ECONNREFUSED => ErrorCode.Unavailable,
        Errno.ENOSYS or Errno.EOPNOTSUPP => ErrorCode.Unsupported,
        Errno.ETIMEDOUT => ErrorCode.Timeout,
        _ => ErrorCode.Internal,
    };
}
