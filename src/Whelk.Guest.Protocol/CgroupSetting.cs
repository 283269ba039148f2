namespace Whelk.Guest.Protocol;

/// <summary>A file of a control group of version 2, by its name alone, and what is written to it.</summary>
public sealed record CgroupSetting(string File, string Value);
