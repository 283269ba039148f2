using Whelk.Cli.Client;
using Whelk.Cli.Wire;
using Whelk.Errors;

namespace Whelk.Cli.Images;

/// <summary>The stream of progress messages that pull and import answer with.</summary>
internal static class ProgressOutput
{
    /// <summary>Hands each message's text on, to the end of the stream.</summary>
    /// <exception cref="WhelkException">Internal: the daemon gave up after it had begun to answer.</exception>
    public static void Follow(EngineResponse response, Action<string> show)
    {
        foreach (var message in response.ReadLines(WireJson.Default.ProgressMessage))
        {
            if (message.Error is { } error)
            {
                throw new WhelkException(ErrorCode.Internal, error);
            }

            // Bars are drawn over and over at one place; without that place they would only be noise.
            if (message is { Status: { } status, Progress: null })
            {
                show(message.Id is { } id ? $"{id}: {status}" : status);
            }
        }
    }
}
