using Whelk.Cli.Client;
using Whelk.Cli.CommandLine;
using Whelk.Cli.Images;
using Whelk.Cli.Wire;

namespace Whelk.Cli.Run;

/// <summary>Creates a workload, fetching its image first where it is missing, as `docker run` does.</summary>
internal sealed class ContainerCreator(CommandHost host, EngineClient engine)
{
    /// <summary>Creates it and shows the daemon's warnings.</summary>
    /// <returns>The id.</returns>
    public string Create(CreateRequest request)
    {
        var created = Ask(request);
        foreach (var warning in created.Warnings ?? [])
        {
            host.Error.WriteLine($"WARNING: {warning}");
        }

        return created.Id;
    }

    private ContainerCreated Ask(CreateRequest request)
    {
        var post = EngineRequest.Post(
            new QueryString("/containers/create").Add("name", request.Name).ToString(), request.Config, WireJson.Default.ContainerConfig);
        try
        {
            return engine.Ask(post, WireJson.Default.ContainerCreated);
        }
        catch (EngineException refusal) when (refusal.Status == 404 && request.MayPull && refusal.Reason.Contains("No such image", StringComparison.OrdinalIgnoreCase))
        {
            if (!request.Quiet)
            {
                host.Error.WriteLine($"Unable to find image '{ImageName.Familiar(request.Config.Image)}' locally");
            }

            Fetch(request);
            return engine.Ask(post, WireJson.Default.ContainerCreated);
        }
    }

    private void Fetch(CreateRequest request)
    {
        var (repository, tag) = ImageName.Split(request.Config.Image);
        using var answer = engine.Send(EngineRequest.Post(
            new QueryString("/images/create").Add("fromImage", repository).Add("tag", tag ?? "latest").ToString()));
        ProgressOutput.Follow(answer, line =>
        {
            if (!request.Quiet)
            {
                host.Error.WriteLine(line);
            }
        });
    }
}
