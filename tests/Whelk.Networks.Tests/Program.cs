using System.Globalization;
using System.Net;
using Whelk.Networks.Names;
using Xunit.Runner.InProc.SystemConsole;

// As `whelk dns`, but as root: the runtime loads assemblies from folders that nobody may not be able to reach.
if (args is [NameServerProcess.Command, var folder, var subnet, var interfaceIndex])
{
    return await NameServerProcess.ServeAsync(folder, IPNetwork.Parse(subnet), int.Parse(interfaceIndex, CultureInfo.InvariantCulture), static () => { });
}

return await ConsoleRunner.Run(args);
