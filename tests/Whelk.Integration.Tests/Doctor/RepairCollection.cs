namespace Whelk.Integration.Tests.Doctor;

/// <summary>Runs alone: a VM that another test starts meanwhile gets a copy of the mounts that are looked for, and keeps it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RepairCollection
{
    internal const string Name = "repair";
}
