using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Whelk.Api.Endpoints;
using Whelk.Api.Wire;
using Whelk.Errors;

namespace Whelk.Api.Http;

/// <summary>Finds the route of a request, and turns every error into Docker's {"message": …} in one place.</summary>
internal sealed class ApiRouter(IReadOnlyList<ApiRoute> routes)
{
    // ENOSPC, as .NET passes it on.
    private const int NoSpace = 28;

    internal async Task HandleAsync(HttpContext context)
    {
        Introduce(context.Response);
        try
        {
            await DispatchAsync(context);
        }
        catch (WhelkException exception)
        {
            await RefuseAsync(context, HttpStatus.Of(exception.Code), exception.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
        catch (IOException exception) when (exception.HResult == NoSpace)
        {
            // No fault of ours, and to be said as Docker says it.
            await RefuseAsync(context, 500, exception.Message.Replace("No space", "no space", StringComparison.Ordinal));
        }
#pragma warning disable CA1031 // The last stop: a fault of ours must become an answer, not the end of the daemon.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"internal error at {context.Request.Method} {context.Request.Path}: {exception}");
            await RefuseAsync(context, 500, $"internal error: {exception.Message}");
        }
    }

    private static void Introduce(HttpResponse response)
    {
        response.Headers["Api-Version"] = ApiVersion.Current;
        response.Headers["Ostype"] = "linux";
        response.Headers["Server"] = "Whelk";
    }

    private async Task DispatchAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        ApiVersion.Check(ApiPath.Version(path));
        var segments = ApiPath.Segments(path);
        foreach (var route in routes)
        {
            if (route.Method == context.Request.Method && route.Match(segments) is { } values)
            {
                await route.Handler(new ApiCall(context, values));
                return;
            }
        }

        RefusedEndpoints.Refuse(context.Request.Method, segments);
        await RefuseAsync(context, 404, "page not found");
    }

    private static async Task RefuseAsync(HttpContext context, int status, string message)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        Introduce(context.Response);
        var body = JsonSerializer.SerializeToUtf8Bytes(new ErrorResponse(message), ApiJson.Default.ErrorResponse);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, CancellationToken.None);
    }
}
