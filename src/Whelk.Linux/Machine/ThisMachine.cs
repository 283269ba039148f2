using System.Text;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

namespace Whelk.Linux.Machine;

/// <summary>What only the first process of a machine does: clock, name, entropy, end.</summary>
public static class ThisMachine
{
    /// <summary>Sets the wall clock. clock_settime(2).</summary>
    public static unsafe void SetClock(long seconds, long nanoseconds)
    {
        var time = new Libc.timespec { tv_sec = seconds, tv_nsec = nanoseconds };

        // SAFETY: the struct lives on this stack frame.
        SyscallResult.Check(Libc.clock_settime(Libc.CLOCK_REALTIME, &time), "clock_settime", string.Empty);
    }

    /// <summary>Sets the name of this UTS namespace. sethostname(2).</summary>
    public static unsafe void SetHostname(string name)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(name + '\0'))
        {
            // SAFETY: the length leaves the closing zero out.
            SyscallResult.Check(Libc.sethostname(bytes, Encoding.UTF8.GetByteCount(name)), "sethostname", name);
        }
    }

    /// <summary>Adds random bytes, credits them and reseeds at once: a clone must not share its template's stream. random(4).</summary>
    public static unsafe void AddEntropy(ReadOnlySpan<byte> bytes)
    {
        using var random = Descriptor.Open("/dev/urandom", write: true);
        var info = stackalloc byte[8 + 512];
        bytes = bytes[..Math.Min(bytes.Length, 512)];

        // SAFETY: struct rand_pool_info is two ints (bits, bytes) and the bytes behind them; 512 is the room above.
        *(int*)info = bytes.Length * 8;
        *(int*)(info + 4) = bytes.Length;
        bytes.CopyTo(new Span<byte>(info + 8, 512));
        SyscallResult.Check(Libc.ioctl(random, Libc.RNDADDENTROPY, info), "ioctl RNDADDENTROPY", "/dev/urandom");
        SyscallResult.Check(Libc.ioctl(random, Libc.RNDRESEEDCRNG, null), "ioctl RNDRESEEDCRNG", "/dev/urandom");
    }

    /// <summary>Writes everything out and restarts; under QEMU's -no-reboot that is the end. Does not return. reboot(2).</summary>
    public static void Restart()
    {
        Libc.sync();
        SyscallResult.Check(Libc.reboot(Libc.RB_AUTOBOOT), "reboot", string.Empty);
    }
}
