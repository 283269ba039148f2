using Whelk.Api;
using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Errors;

namespace Whelk.Cli.Attach;

/// <summary>Copies between this process's standard streams and a workload's, until one of them has enough.</summary>
internal sealed class AttachSession(CommandHost host, HijackedConnection connection)
{
    private volatile bool _detached;

    /// <summary>Whether the stream comes from a terminal, and so without frames.</summary>
    public bool Tty { get; init; }

    /// <summary>Whether standard input goes to the workload.</summary>
    public bool Input { get; init; }

    /// <summary>What a person types to leave; looked for on a terminal alone, so that no byte of a file is lost.</summary>
    public DetachKeys? DetachKeys { get; init; }

    /// <summary>Copies on the calling thread, and input on another, until the output has ended or the person has detached.</summary>
    public AttachEnd Copy()
    {
        if (Input)
        {
            // Nothing can end a blocked read of standard input; a background thread does not keep the process alive.
            new Thread(CopyInput) { IsBackground = true, Name = "stdin" }.Start();
        }

        var demultiplexer = Tty ? null : new FrameDemultiplexer(host.Output, host.ErrorOutput);
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = ReadOutput(buffer)) > 0)
        {
            if (demultiplexer is null)
            {
                host.Output.Write(buffer, 0, count);
            }
            else
            {
                demultiplexer.Push(buffer.AsSpan(0, count));
            }
        }

        if (_detached)
        {
            return AttachEnd.Detached;
        }

        demultiplexer?.Complete();
        return AttachEnd.Ended;
    }

    private int ReadOutput(Span<byte> buffer)
    {
        try
        {
            return connection.Read(buffer);
        }
        catch (WhelkException) when (_detached)
        {
            return 0;
        }
    }

    private void CopyInput()
    {
        try
        {
            var buffer = new byte[32 * 1024];
            int count;
            while ((count = host.Input.Read(buffer)) > 0)
            {
                if (!Forward(buffer.AsSpan(0, count)))
                {
                    return;
                }
            }
        }
        catch (Exception failure) when (failure is WhelkException or IOException)
        {
            // A process that has ended reads no input; a terminal that is gone gives none. The output tells the rest.
        }

        connection.CloseWrite();
    }

    private bool Forward(ReadOnlySpan<byte> input)
    {
        if (DetachKeys is null)
        {
            connection.Write(input);
            return true;
        }

        var typed = new List<byte>(input.Length);
        var detach = DetachKeys.Filter(input, typed);
        connection.Write(typed.ToArray());
        if (detach)
        {
            _detached = true;
            connection.Abort();
        }

        return !detach;
    }
}
