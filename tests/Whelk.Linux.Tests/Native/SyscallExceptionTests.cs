using Whelk.Errors;
using Whelk.Linux.Native;
using Xunit;

namespace Whelk.Linux.Tests.Native;

public sealed class SyscallExceptionTests
{
    [Theory]
    [InlineData(Errno.ENOENT, ErrorCode.NotFound, "open /x: No such file or directory")]
    [InlineData(Errno.EEXIST, ErrorCode.AlreadyExists, "open /x: File exists")]
    [InlineData(Errno.EACCES, ErrorCode.Denied, "open /x: Permission denied")]
    [InlineData(Errno.ELOOP, ErrorCode.InvalidArgument, "open /x: Too many levels of symbolic links")]
    [InlineData(Errno.EADDRINUSE, ErrorCode.Conflict, "open /x: Address already in use")]
    [InlineData(Errno.ENOSPC, ErrorCode.Unavailable, "open /x: No space left on device")]
    [InlineData(Errno.ENOSYS, ErrorCode.Unsupported, "open /x: Function not implemented")]
    [InlineData(Errno.EIO, ErrorCode.Internal, "open /x: Input/output error")]
    public void Failure_has_the_code_and_the_words_of_its_number(Errno errno, ErrorCode code, string message)
    {
        var failure = SyscallResult.Failure("open", "/x", errno);

        Assert.Equal((code, message, errno), (failure.Code, failure.Message, failure.Errno));
    }

    [Fact]
    public void Failure_without_a_subject_names_the_call_alone() =>
        Assert.Equal("pipe2: Too many open files", SyscallResult.Failure("pipe2", string.Empty, Errno.EMFILE).Message);

    [Fact]
    public void Check_passes_what_is_not_minus_one() => Assert.Equal(0, SyscallResult.Check(0, "read", "fd"));

    [Fact]
    public void CheckReturned_throws_by_the_number_that_was_returned() =>
        Assert.Equal(Errno.EINVAL, Assert.Throws<SyscallException>(() => SyscallResult.CheckReturned(22, "posix_spawn", "x")).Errno);
}
