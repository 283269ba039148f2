using Whelk.Linux.Mounts;
using Whelk.Linux.Native;

namespace Whelk.Linux.Namespaces;

/// <summary>A network namespace that lives without a process, because it is bound to a file. network_namespaces(7).</summary>
public static class NetworkNamespace
{
    /// <summary>Makes a namespace on a thread of its own, runs <paramref name="inside"/> in it and pins it at <paramref name="path"/>.</summary>
    /// <param name="path">A file that is made; it must not exist.</param>
    /// <param name="inside">Runs in the new namespace, before anybody can find it.</param>
    /// <exception cref="SyscallException">Nothing is left behind then.</exception>
    public static Task CreateAsync(string path, Action inside)
    {
        var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Complete(path, inside, created), 256 * 1024) { IsBackground = true, Name = "new-netns" }.Start();
        return created.Task;
    }

    /// <summary>Runs <paramref name="inside"/> in a namespace that somebody else holds, and pins it too.</summary>
    /// <param name="held">Where it is found: a path of proc(5).</param>
    /// <param name="path">A file that is made; it must not exist.</param>
    /// <param name="inside">What is set up in it.</param>
    /// <exception cref="SyscallException">It is not pinned then.</exception>
    public static void Adopt(string held, string path, Action inside)
    {
        using (var thread = NamespaceThread.InNetwork(held))
        {
            thread.Run(inside);
        }

        Pin(held, path);
    }

    /// <summary>What the kernel calls the namespace that is pinned at, or linked from, a path: the same for no two that live.</summary>
    /// <exception cref="Errors.WhelkException">There is no such path.</exception>
    public static string IdentityOf(string path)
    {
        using var ns = Files.Descriptor.Open(path);
        return File.ResolveLinkTarget($"/proc/self/fd/{ns.DangerousGetHandle()}", returnFinalTarget: false)?.Name ?? path;
    }

    /// <summary>Lets go of a namespace; it ends when no process is in it. Nothing at the path is success.</summary>
    public static void Unpin(string path)
    {
        Mount.Remove(path);
        File.Delete(path);
    }

    /// <summary>Pins a namespace at another file instead.</summary>
    /// <param name="path">Where it is pinned.</param>
    /// <param name="other">A file that is made; it must not exist.</param>
    public static void PinElsewhere(string path, string other)
    {
        Pin(path, other);
        Unpin(path);
    }

    private static void Complete(string path, Action inside, TaskCompletionSource created)
    {
        try
        {
            CreateHere(path, inside);
            created.SetResult();
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller that awaits.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            created.SetException(exception);
        }
    }

    private static void CreateHere(string path, Action inside)
    {
        SyscallResult.Check(Libc.unshare(Libc.CLONE_NEWNET), "unshare", "CLONE_NEWNET");
        inside();
        Pin("/proc/thread-self/ns/net", path);
    }

    private static void Pin(string from, string path)
    {
        using (File.Open(path, FileMode.CreateNew))
        {
        }

        try
        {
            Mount.Bind(from, path);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
