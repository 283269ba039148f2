using Whelk.Engine.Workloads;
using Whelk.Linux.Files;

namespace Whelk.Engine;

/// <summary>Measuring what is on disk. It reads whole trees, so it is done when asked for alone, off the threads that serve.</summary>
public sealed partial class WhelkEngine
{
    /// <summary>What a workload takes: the lengths of the files that it has written, or the blocks of the disk that holds them.</summary>
    public Task<WorkloadSize> MeasureSizeAsync(Workload workload) => MeasureAsync(() =>
    {
        var own = OwnBytes(workload.Paths);
        return new WorkloadSize(own, own + (Images.TryResolve(workload.Spec.ImageId)?.Size ?? 0));
    });

    /// <summary>What a volume's content takes.</summary>
    public Task<long> MeasureVolumeAsync(string name) => MeasureAsync(() =>
    {
        var path = Volumes.MountPointOf(name);
        return Directory.Exists(path) ? Apparent(path) : 0;
    });

    private static long OwnBytes(WorkloadPaths paths)
    {
        if (!Directory.Exists(paths.Data))
        {
            return 0;
        }

        using var data = DirectoryHandle.Open(paths.Data);
        return Directory.Exists(paths.Upper) ? Apparent(paths.Upper) : data.AllocatedBytes(FilePath.From(Path.GetFileName(paths.Scratch)));
    }

    private static long Apparent(string path)
    {
        using var folder = DirectoryHandle.Open(path);
        return folder.ApparentBytes();
    }

    private static Task<T> MeasureAsync<T>(Func<T> measure) => Task.Factory.StartNew(measure, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
