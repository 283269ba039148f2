namespace Whelk.Api.Wire;

internal sealed record CommitNames(string ID = "", string Expected = "");
