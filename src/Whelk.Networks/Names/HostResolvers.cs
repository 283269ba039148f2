using System.Net;

namespace Whelk.Networks.Names;

/// <summary>
/// The resolvers that the host itself asks. The file is read for every question that is passed on, so a change of network needs no restart; the server runs on
/// the host, where a resolver on 127.0.0.53 is as good as any. resolv.conf(5).
/// </summary>
internal sealed class HostResolvers(string path, IPAddress own)
{
    internal const string DefaultPath = "/etc/resolv.conf";
    private const int Port = 53;
    private const int Most = 3;

    /// <summary>At most three, in the file's order, without this server itself; none where the file cannot be read.</summary>
    internal IReadOnlyList<IPEndPoint> Read()
    {
        try
        {
            return [.. Parse(File.ReadLines(path)).Where(address => !address.Equals(own)).Take(Most).Select(address => new IPEndPoint(address, Port))];
        }
        catch (FileNotFoundException)
        {
            return [new IPEndPoint(IPAddress.Loopback, Port)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A file without a nameserver means the one on this machine.</summary>
    internal static IReadOnlyList<IPAddress> Parse(IEnumerable<string> lines)
    {
        var addresses = new List<IPAddress>();
        foreach (var line in lines)
        {
            var words = line.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var text, ..] && IPAddress.TryParse(text, out var address))
            {
                addresses.Add(address);
            }
        }

        return addresses.Count > 0 ? addresses : [IPAddress.Loopback];
    }
}
