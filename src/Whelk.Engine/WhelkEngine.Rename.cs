using Whelk.Engine.Workloads;
using Whelk.Errors;

namespace Whelk.Engine;

/// <summary>Another name for a workload, whether it runs or not.</summary>
public sealed partial class WhelkEngine
{
    /// <exception cref="WhelkException">InvalidArgument, or Conflict where the name is taken; in Docker's words, and nothing has changed.</exception>
    public async Task RenameAsync(Workload workload, string wanted, CancellationToken cancellationToken)
    {
        if (wanted.Length == 0)
        {
            throw new WhelkException(ErrorCode.InvalidArgument, "Neither old nor new names may be empty");
        }

        string name;
        try
        {
            name = CheckName($"/{wanted.TrimStart('/')}");
        }
        catch (WhelkException exception)
        {
            throw exception.While("Error when allocating new name");
        }

        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            var old = workload.Spec.Name;
            if (old == name)
            {
                throw new WhelkException(ErrorCode.InvalidArgument, "Renaming a container with the same name as its current name");
            }

            var spec = workload.Spec with { Name = name };
            Workloads.Reserve(name, workload.Spec.Id);
            try
            {
                _database.Update(spec);
            }
            catch (WhelkException)
            {
                Workloads.Release(name);
                throw;
            }

            workload.Respecify(spec);
            Workloads.Release(old);
            AnnounceNames(workload);
            Tell(workload, "rename", ("oldName", $"/{old}"));
        }
        finally
        {
            workload.Gate.Release();
        }
    }
}
