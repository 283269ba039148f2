namespace Whelk.Cli.Wire;

/// <summary>A device of the host, or a folder of them, and what may be done with it: of "rwm".</summary>
internal sealed record DeviceMapping(string PathOnHost, string PathInContainer, string CgroupPermissions);
