namespace Whelk.Guest.Protocol;

/// <summary>The kinds of frames. Those of the host are below 32, those of the guest above; CREDIT goes both ways.</summary>
public enum FrameType : ushort
{
    None = 0,

    /// <summary>
    /// Host: an ordered list of <see cref="SetupOperation"/>; answered by <see cref="SetupReply"/>. The stream is that of the workload whose limits, filter and
    /// state they are about, and which does not start where one of them fails; 0: the machine's first.
    /// </summary>
    Setup = 1,

    /// <summary>Host: start a <see cref="GuestProcess"/> on this stream; answered by <see cref="Started"/> or <see cref="Failed"/>.</summary>
    Exec = 2,

    /// <summary>Host: bytes for standard input (within the credit the guest gave).</summary>
    Stdin = 3,

    /// <summary>Host: standard input has ended.</summary>
    Eof = 4,

    /// <summary>Host: i32 signal for the stream's process.</summary>
    Signal = 5,

    /// <summary>Host: u16 rows, u16 columns of the stream's terminal.</summary>
    Resize = 6,

    /// <summary>Host: end everything, sync, power off.</summary>
    Shutdown = 7,

    /// <summary>Host: any bytes; comes back as <see cref="Pong"/>.</summary>
    Ping = 8,

    /// <summary>Both: u16 frame type, u32 bytes that the other side may send more of that type on this stream.</summary>
    Credit = 9,

    /// <summary>Host: nothing; answered by <see cref="UseReply"/>. The stream is the workload's, 0 the machine's first.</summary>
    Use = 10,

    /// <summary>Host: the DNS message that answers the <see cref="Question"/> whose number is this frame's stream.</summary>
    Answer = 11,

    /// <summary>Guest: u32 protocol version. The agent is there.</summary>
    Ready = 32,

    /// <summary>Guest: u32 number of operations done, string error (empty: all of them).</summary>
    SetupReply = 33,

    /// <summary>Guest: i32 pid in the guest.</summary>
    Started = 34,

    /// <summary>Guest: bytes of standard output or of the terminal.</summary>
    Out = 35,

    /// <summary>Guest: bytes of standard error.</summary>
    Err = 36,

    /// <summary>Guest: i32 status (128+n for a signal), bool whether the guest ever ran out of memory; after the last OUT and ERR of this stream.</summary>
    Exit = 37,

    /// <summary>Guest: what a <see cref="Ping"/> carried.</summary>
    Pong = 38,

    /// <summary>Guest: the process did not start: i32 errno, string step, string subject. The stream is free again.</summary>
    Failed = 39,

    /// <summary>Guest: string reason, instead of <see cref="Ready"/>: by bad luck at boot this machine is of no use, another one may be.</summary>
    Unfit = 40,

    /// <summary>Guest: a <see cref="GuestUse"/>.</summary>
    UseReply = 41,

    /// <summary>Guest: a DNS message of <see cref="FrameLimits.NameMessage"/> bytes at most, under a number of the guest's choice; answered by <see cref="Answer"/>, or never.</summary>
    Question = 42,
}
