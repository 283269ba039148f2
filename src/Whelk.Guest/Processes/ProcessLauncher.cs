using System.Text;
using Microsoft.Win32.SafeHandles;
using Whelk.Guest.Protocol;
using Whelk.Linux.Files;
using Whelk.Linux.Native;
using Whelk.Linux.Processes;
using Whelk.Linux.Sockets;

namespace Whelk.Guest.Processes;

/// <summary>Starts a process through spawn and hears from it how that went.</summary>
internal static class ProcessLauncher
{
    private const string Spawn = "/spawn";
    private const int StatusFd = 3;

    /// <param name="process">What to start.</param>
    /// <param name="workload">Whose it is to be.</param>
    /// <param name="joinedPid">The process whose namespaces, or whose pid namespace where it has a root of its own, it is to be in; 0 for none.</param>
    /// <exception cref="LaunchException">The step that failed, in spawn's words.</exception>
    internal static LaunchedProcess Launch(GuestProcess process, Workload workload, int joinedPid)
    {
        var user = UserLookup.Resolve(process, process.Root?.Path ?? $"/proc/{joinedPid}/root");
        var (status, peer) = SocketPair.Create();
        using (status)
        using (peer)
        {
            return process.Terminal is null
                ? WithPipes(process, workload, joinedPid, user, status, peer)
                : WithTerminal(process, workload, joinedPid, user, status, peer);
        }
    }

    private static LaunchedProcess WithPipes(GuestProcess process, Workload workload, int joinedPid, ResolvedUser user, SafeFileHandle status, SafeFileHandle peer)
    {
        var (input, output, error) = (Pipe.Create(), Pipe.Create(), Pipe.Create());
        try
        {
            Start(process, workload, joinedPid, user, peer, input.Read, output.Write, error.Write);
            peer.Dispose();
            var (pid, _) = Await(status);
            var launched = new LaunchedProcess(pid, input.Write, output.Read, error.Read);
            Descriptor.SetNonBlocking(launched.Input);
            Descriptor.SetNonBlocking(launched.Output);
            Descriptor.SetNonBlocking(error.Read);
            return launched;
        }
        catch (LaunchException)
        {
            input.Write.Dispose();
            output.Read.Dispose();
            error.Read.Dispose();
            throw;
        }
        finally
        {
            input.Read.Dispose();
            output.Write.Dispose();
            error.Write.Dispose();
        }
    }

    private static LaunchedProcess WithTerminal(GuestProcess process, Workload workload, int joinedPid, ResolvedUser user, SafeFileHandle status, SafeFileHandle peer)
    {
        Start(process, workload, joinedPid, user, peer, null, null, null);
        peer.Dispose();
        var (pid, master) = Await(status);
        if (master is null)
        {
            throw new LaunchException(Errno.ENXIO, "terminal", string.Empty);
        }

        Descriptor.SetNonBlocking(master);
        return new LaunchedProcess(pid, master, master, null);
    }

    private static void Start(GuestProcess process, Workload workload, int joinedPid, ResolvedUser user, SafeFileHandle status, SafeFileHandle? input, SafeFileHandle? output, SafeFileHandle? error)
    {
        var environment = process.Env.Any(entry => entry.StartsWith("HOME=", StringComparison.Ordinal))
            ? process.Env
            : [.. process.Env, $"HOME={user.Home}"];
        using var spawner = ChildProcess.Start(new SpawnOptions
        {
            Path = Spawn,
            Arguments = [.. workload.Filter.Arguments, .. SpawnArguments.Of(process, workload, joinedPid, user, StatusFd)],
            Environment = environment,
            StandardInput = input,
            StandardOutput = output,
            StandardError = error,
            Descriptors = workload.Filter.With(new Dictionary<int, System.Runtime.InteropServices.SafeHandle> { [StatusFd] = status }),
        });

        // spawn itself ends as soon as the process is there; that is our child, by CLONE_PARENT.
        Reaper.Wait(spawner.Pid);
    }

    private static (int Pid, SafeFileHandle? Master) Await(SafeFileHandle status)
    {
        var text = new StringBuilder();
        SafeFileHandle? master = null;
        var buffer = new byte[1024];
        while (true)
        {
            var (descriptor, count) = DescriptorPassing.Receive(status, buffer);
            master = descriptor ?? master;
            if (count == 0)
            {
                break;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return (Parse(text.ToString(), master), master);
    }

    private static int Parse(string said, SafeFileHandle? master)
    {
        var pid = 0;
        foreach (var line in said.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', 4);
            if (words is ["pid", var number])
            {
                pid = int.Parse(number);
            }
            else if (words is ["error", var errno, var step, .. var subject])
            {
                master?.Dispose();
                Bury(said);
                throw new LaunchException((Errno)int.Parse(errno), step, subject.FirstOrDefault(string.Empty));
            }
        }

        return pid > 0 ? pid : throw new LaunchException(Errno.EIO, "spawn", "ended without a word");
    }

    // The child that failed is ours too: reap it.
    private static void Bury(string said)
    {
        foreach (var line in said.Split('\n'))
        {
            if (line.StartsWith("pid ", StringComparison.Ordinal))
            {
                Reaper.Wait(int.Parse(line.AsSpan(4)));
            }
        }
    }
}
