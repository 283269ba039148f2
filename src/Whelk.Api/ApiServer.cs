using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Whelk.Advice.Compare;
using Whelk.Api.Hijacking;
using Whelk.Api.Http;
using Whelk.Engine;
using Whelk.Linux.Processes;

namespace Whelk.Api;

/// <summary>The API on a unix socket: Docker's Engine API, and /whelk for what Docker has no word for.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Comparison _comparison;
    private readonly RestingMemory _memory;
    private readonly string _socketPath;

    private ApiServer(WebApplication application, Comparison comparison, RestingMemory memory, string socketPath)
    {
        _application = application;
        _comparison = comparison;
        _memory = memory;
        _socketPath = socketPath;
    }

    /// <summary>Listens and serves until disposed.</summary>
    public static async Task<ApiServer> StartAsync(WhelkEngine engine, string socketPath, CancellationToken cancellationToken)
    {
        await SocketClaim.TakeAsync(socketPath, cancellationToken);
        var memory = new RestingMemory(TimeProvider.System, RestingMemory.Release);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options => Configure(options, engine, memory, socketPath));
        var application = builder.Build();
        var comparison = new Comparison(engine);
        var router = new ApiRouter(ApiRoutes.Of(engine, comparison, application.Lifetime.ApplicationStopping));
        application.Run(context => ServeAsync(router, memory, context));
        await application.StartAsync(cancellationToken);
        File.SetUnixFileMode(socketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        return new ApiServer(application, comparison, memory, socketPath);
    }

    /// <summary>Stops taking requests and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await _application.StopAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            // Streams that follow a workload do not end by themselves.
        }

        await _comparison.DisposeAsync();
        await _application.DisposeAsync();
        _memory.Dispose();
        File.Delete(_socketPath);
    }

    private static async Task ServeAsync(ApiRouter router, RestingMemory memory, HttpContext context)
    {
        try
        {
            await router.HandleAsync(context);
        }
        finally
        {
            memory.Served();
        }
    }

    private static void Configure(KestrelServerOptions options, WhelkEngine engine, RestingMemory memory, string socketPath)
    {
        options.AddServerHeader = false;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.ListenUnixSocket(socketPath, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            var handler = new StreamHijackHandler(engine);
            listen.Use(next => async connection =>
            {
                await new HijackMiddleware(next, handler).OnConnectionAsync(connection);
                memory.Served();
            });
        });
    }
}
