using Whelk.Engine.Workloads;
using Whelk.Linux.Machine;
using Xunit;

namespace Whelk.Engine.Tests.Workloads;

public sealed class OptionRulesTests
{
    [Theory]
    [InlineData("abc", "Invalid value abc for cpuset cpus: invalid format: abc")]
    [InlineData("1-0", "Invalid value 1-0 for cpuset cpus: invalid format: 1-0")]
    [InlineData("0,", "Invalid value 0, for cpuset cpus: invalid format: 0,")]
    [InlineData("0-8192", "Invalid value 0-8192 for cpuset cpus: invalid format: 0-8192")]
    public void Processors_that_are_no_list_are_refused_in_Dockers_words(string asked, string message) => Assert.Equal(message, OptionRules.ProblemOfSets(new HostOptions { CpusetCpus = asked }));

    [Fact]
    public void Processors_and_nodes_that_are_not_there_are_refused_with_those_that_are()
    {
        Assert.Equal($"Requested CPUs are not available - requested 0,8191, available: {HostTopology.OnlineProcessors()}", OptionRules.ProblemOfSets(new HostOptions { CpusetCpus = "0,8191" }));
        Assert.Equal($"Requested memory nodes are not available - requested 8191, available: {HostTopology.OnlineMemoryNodes()}", OptionRules.ProblemOfSets(new HostOptions { CpusetMems = "8191" }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    public void Processors_that_are_there_are_let_through(string? asked) => Assert.Null(OptionRules.ProblemOfSets(new HostOptions { CpusetCpus = asked, CpusetMems = asked }));
}
