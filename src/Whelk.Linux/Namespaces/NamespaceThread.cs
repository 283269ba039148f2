using System.Collections.Concurrent;
using Whelk.Linux.Files;
using Whelk.Linux.Native;

#pragma warning disable VSTHRD002 // Handing work to one thread and waiting for it is what this type is for; nothing else can run there.

namespace Whelk.Linux.Namespaces;

/// <summary>
/// A dedicated thread that has left the process's namespaces, and runs what it is given, in order. The pool's threads never do:
/// unshare(2) and setns(2) move one thread only. What the thread spawns inherits its namespaces. The thread lives until disposed,
/// so a PDEATHSIG of its children does not fire early.
/// </summary>
public sealed class NamespaceThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    private NamespaceThread(string name, Action enter)
    {
        var entered = new TaskCompletionSource();
        _thread = new Thread(() => Loop(enter, entered), 512 * 1024) { IsBackground = true, Name = name };
        _thread.Start();
        entered.Task.GetAwaiter().GetResult();
    }

    /// <summary>A thread with a mount namespace of its own (private propagation), in which <paramref name="prepare"/> has run.</summary>
    public static NamespaceThread WithPrivateMounts(Action prepare) => new("private-mounts", () =>
    {
        SyscallResult.Check(Libc.unshare(Libc.CLONE_FS | Libc.CLONE_NEWNS), "unshare", "CLONE_NEWNS");
        Mounts.Mount.Add("none", "/", null, Mounts.MountFlags.MS_REC | Mounts.MountFlags.MS_PRIVATE);
        prepare();
    });

    /// <summary>A thread with a mount namespace of its own that goes on following the host's mounts, so that it keeps none of them alive.</summary>
    public static NamespaceThread WithFollowingMounts(Action prepare) => new("own-mounts", () =>
    {
        SyscallResult.Check(Libc.unshare(Libc.CLONE_FS | Libc.CLONE_NEWNS), "unshare", "CLONE_NEWNS");
        Mounts.Mount.Add("none", "/", null, Mounts.MountFlags.MS_REC | Mounts.MountFlags.MS_SLAVE);
        prepare();
    });

    /// <summary>A thread inside the network namespace pinned at, or linked from, <paramref name="path"/>.</summary>
    public static NamespaceThread InNetwork(string path) => new("netns", () =>
    {
        using var ns = Descriptor.Open(path);
        SyscallResult.Check(Libc.setns(ns, Libc.CLONE_NEWNET), "setns", path);
    });

    /// <summary>A thread inside a network namespace of its own, with nothing in it but a loopback interface that is down.</summary>
    public static NamespaceThread InNewNetwork() => new("new-netns", () => SyscallResult.Check(Libc.unshare(Libc.CLONE_NEWNET), "unshare", "CLONE_NEWNET"));

    /// <summary>A plain thread of its own that never ends before disposal: for children with PDEATHSIG.</summary>
    public static NamespaceThread Plain(string name) => new(name, static () => { });

    /// <summary>Runs <paramref name="action"/> on the thread and waits for it; its exception comes through.</summary>
    public T Run<T>(Func<T> action)
    {
        var result = new TaskCompletionSource<T>();
        _work.Add(() => Complete(action, result));
        return result.Task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Run{T}(Func{T})"/>
    public void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    /// <summary>Lets the thread end after the work already given.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private static void Complete<T>(Func<T> action, TaskCompletionSource<T> result)
    {
        try
        {
            result.SetResult(action());
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the thread that asked.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            result.SetException(exception);
        }
    }

    private void Loop(Action enter, TaskCompletionSource entered)
    {
        try
        {
            enter();
            entered.SetResult();
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the thread that asked.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            entered.SetException(exception);
            return;
        }

        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
