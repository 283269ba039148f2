using Whelk.Engine.Workloads;
using Whelk.Errors;
using Xunit;

namespace Whelk.Engine.Tests.Workloads;

public sealed class WorkloadTableTests
{
    private readonly WorkloadTable _table = new();

    [Fact]
    public void Find_takes_the_id_the_name_and_the_start_of_an_id()
    {
        var web = Add('a', "web");
        Add('b', "db");

        Assert.Same(web, _table.Find(web.Spec.Id));
        Assert.Same(web, _table.Find("web"));
        Assert.Same(web, _table.Find("/web"));
        Assert.Same(web, _table.Find("a"));
        Assert.Same(web, _table.Find(web.Spec.ShortId));
    }

    [Fact]
    public void Find_prefers_a_name_over_the_start_of_another_id()
    {
        Add('a', "web");
        var named = Add('b', "aaaa");

        Assert.Same(named, _table.Find("aaaa"));
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("we")]
    public void Find_of_nobody_throws_dockers_words(string wanted)
    {
        Add('a', "web");
        var error = Assert.Throws<WhelkException>(() => _table.Find(wanted));

        Assert.Equal((ErrorCode.NotFound, $"No such container: {wanted}"), (error.Code, error.Message));
    }

    [Fact]
    public void Find_of_a_start_that_several_have_throws_dockers_words()
    {
        Add('a', "one");
        Add('a', "two", "b");
        var error = Assert.Throws<WhelkException>(() => _table.Find("aaa"));

        Assert.Equal((ErrorCode.InvalidArgument, "multiple IDs found with provided prefix: aaa"), (error.Code, error.Message));
    }

    [Fact]
    public void Reserve_of_a_name_in_use_throws_dockers_words_until_it_is_released()
    {
        var web = Add('a', "web");
        var error = Assert.Throws<WhelkException>(() => _table.Reserve("web", new string('b', 64)));

        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Equal(
            $"Conflict. The container name \"/web\" is already in use by container \"{web.Spec.Id}\". You have to remove (or rename) that container to be able to reuse that name.",
            error.Message);
        _table.Remove(web);
        _table.Reserve("web", new string('b', 64));
        Assert.True(_table.IsTaken("web"));
        Assert.Throws<WhelkException>(() => _table.Find("web"));
    }

    [Fact]
    public void Reserve_by_many_at_once_gives_the_name_to_one()
    {
        var won = 0;
        Parallel.For(0, 50, i =>
        {
            try
            {
                _table.Reserve("web", $"{i}");
                Interlocked.Increment(ref won);
            }
            catch (WhelkException)
            {
                // The others.
            }
        });

        Assert.Equal(1, won);
    }

    [Fact]
    public void All_is_newest_first()
    {
        var (older, newer) = (Add('a', "older"), Add('b', "newer", created: DateTimeOffset.UnixEpoch.AddSeconds(1)));

        Assert.Equal([newer, older], _table.All);
    }

    private Workload Add(char digit, string name, string tail = "", DateTimeOffset? created = null)
    {
        var spec = TestWorkload.Spec(digit: digit, name: name);
        spec = spec with { Id = spec.Id[tail.Length..] + tail, CreatedAt = created ?? spec.CreatedAt };
        var workload = new Workload(spec, new WorkloadState.Created(), new WorkloadPaths(new EnginePaths("/root", "/run"), spec.Id));
        _table.Reserve(name, spec.Id);
        _table.Add(workload);
        return workload;
    }
}
