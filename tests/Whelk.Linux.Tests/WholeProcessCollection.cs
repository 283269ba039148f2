using Xunit;

namespace Whelk.Linux.Tests;

/// <summary>
/// Tests to which the whole process matters: its memory, a descriptor's number that is free again, or that nobody else holds a file open. They run
/// beside no others: what another test just starts has a copy of each descriptor until it runs its program.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcessCollection
{
    internal const string Name = "whole process";
}
