using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;
using Whelk.Linux.Terminals;
using Whelk.Linux.Waiting;
using Xunit;

namespace Whelk.Linux.Tests.Terminals;

public sealed class PseudoTerminalTests : IDisposable
{
    private readonly SafeFileHandle _master;
    private readonly SafeFileHandle _peer;

    public PseudoTerminalTests()
    {
        (_master, _peer) = PseudoTerminal.Open();
        Descriptor.SetNonBlocking(_master);
    }

    public void Dispose()
    {
        FdWatcher.Shared.Forget(_master);
        _master.Dispose();
        _peer.Dispose();
    }

    [Fact]
    public void Resize_is_seen_at_both_ends()
    {
        PseudoTerminal.Resize(_master, new TerminalSize(40, 100));
        Assert.Equal(new TerminalSize(40, 100), PseudoTerminal.SizeOf(_peer));

        PseudoTerminal.Resize(_peer, new TerminalSize(1, ushort.MaxValue));
        Assert.Equal(new TerminalSize(1, ushort.MaxValue), PseudoTerminal.SizeOf(_master));
    }

    [Fact]
    public async Task Resize_is_seen_by_a_program_on_the_terminal()
    {
        PseudoTerminal.Resize(_master, new TerminalSize(33, 77));
        using var child = ChildProcess.Start(new SpawnOptions { Path = "/usr/bin/stty", Arguments = ["size"], StandardInput = _peer, StandardOutput = _peer });

        Assert.Equal("33 77\r\n", await ReadAsync(_master));
        Assert.True((await child.WaitAsync()).Succeeded);
    }

    [Fact]
    public void Resize_and_size_of_what_is_no_terminal()
    {
        using var pipe = Pipe.Create();

        Assert.Null(PseudoTerminal.SizeOf(pipe.Read));
        Assert.Throws<SyscallException>(() => PseudoTerminal.Resize(pipe.Read, new TerminalSize(1, 1)));
    }

    [Fact]
    public async Task Read_ends_when_the_last_process_is_gone()
    {
        _peer.Dispose();

        Assert.Equal(string.Empty, await ReadAsync(_master));
    }

    [Fact]
    public async Task Raw_mode_passes_bytes_as_they_are_until_it_is_disposed()
    {
        using (RawMode.Enter(_peer))
        {
            await Descriptor.WriteAsync(_master, "a\r\x03"u8.ToArray());
            Assert.Equal("a\r\x03", await ReadAsync(_peer));
        }

        await Descriptor.WriteAsync(_master, "b\r"u8.ToArray());
        Assert.Equal("b\n", await ReadAsync(_peer));
        Assert.Equal("b\r\n", await ReadAsync(_master));
    }

    [Fact]
    public void Raw_mode_of_what_is_no_terminal_throws()
    {
        using var pipe = Pipe.Create();

        Assert.Equal("tcgetattr", Assert.Throws<SyscallException>(() => RawMode.Enter(pipe.Read)).Call);
        Assert.False(RawMode.IsTerminal((int)pipe.Read.DangerousGetHandle()));
        Assert.True(RawMode.IsTerminal((int)_peer.DangerousGetHandle()));
    }

    private static async Task<string> ReadAsync(SafeFileHandle terminal)
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, await Descriptor.ReadAsync(terminal, buffer));
    }
}
