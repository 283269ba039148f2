using Whelk.Engine.Users;
using Whelk.Errors;
using Whelk.Linux.Namespaces;
using Whelk.Testing;
using Xunit;

namespace Whelk.Engine.Tests.Users;

public sealed class IdPoolTests : IDisposable
{
    private const string FirstHash = "00000000";
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Take_without_files_begins_at_the_default_and_never_gives_an_id_twice()
    {
        var pool = Pool();
        IdRange[] ranges = [pool.Take("a", 65536), pool.Take("b", 10), pool.Take("c", 65536)];

        Assert.Equal([new IdRange(2147483648, 65536), new IdRange(2147549184, 10), new IdRange(2147549194, 65536)], ranges);
    }

    [Fact]
    public void Take_gives_again_what_was_given_back()
    {
        var pool = Pool("containers:100000:131072");
        var first = pool.Take("a", 65536);
        var second = pool.Take("b", 65536);
        pool.Release("a");

        Assert.Equal(first, pool.Take("c", 65536));
        pool.Release("a");
        Assert.Throws<WhelkException>(() => pool.Take("d", 6));
        Assert.Equal(new IdRange(165536, 65536), second);
    }

    [Fact]
    public void Take_from_a_pool_that_is_used_up_says_so_and_takes_nothing()
    {
        var pool = Pool("containers:100000:1000");
        pool.Take("a", 600);

        var error = Assert.Throws<WhelkException>(() => pool.Take("b", 401));

        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.StartsWith("cannot find unused user IDs: no range of 401 is free in the ranges of the user \"containers\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(new IdRange(100600, 400), pool.Take("b", 400));
    }

    [Fact]
    public void Take_leaves_out_what_workloads_have_already()
    {
        var pool = Pool("containers:100000:3000");
        pool.Hold("there", new IdRange(100500, 1000));

        Assert.Equal(new IdRange(100000, 500), pool.Take("a", 500));
        Assert.Equal(new IdRange(101500, 1500), pool.Take("b", 1500));
    }

    [Fact]
    public void Take_gives_what_is_both_a_users_and_a_groups()
    {
        var pool = Pool("containers:1000:1000\ncontainers:5000:2000", "root:0:1\ncontainers:6000:3000");

        Assert.Equal(new IdRange(6000, 1000), pool.Take("a", 1000));
        Assert.Throws<WhelkException>(() => pool.Take("b", 6));
    }

    [Fact]
    public void Take_by_default_leaves_out_what_somebody_else_has() => Assert.Equal(new IdRange(2147483748, 65536), Pool("me:2147483648:100", "# none\nyou:x:y\n").Take("a", 65536));

    [Fact]
    public void Take_begins_where_the_daemons_own_hash_says_and_goes_round()
    {
        var pool = Pool("containers:1000000:196608", hash: "00000004");

        Assert.Equal([1065536u, 1131072u, 1000000u], [pool.Take("a", 65536).Start, pool.Take("b", 65536).Start, pool.Take("c", 65536).Start]);
    }

    [Theory]
    [InlineData("containers:4294901759:100000")]
    [InlineData("containers:4294901759:99999999999")]
    public void Take_never_gives_the_ids_that_mean_none(string line) => Assert.Equal(new IdRange(4294901759, 1), Pool(line).Take("a", 1));

    [Fact]
    public void Take_for_every_size_gives_ranges_that_have_nothing_in_common()
    {
        var pool = Pool("containers:100000:500000", hash: "9f3a01c7");
        var taken = new List<(string Workload, IdRange Ids)>();
        for (var at = 0u; at < 40; at++)
        {
            var next = pool.Take($"{at}", 6 + (at * 977 % 8000));
            Assert.DoesNotContain(taken, other => other.Ids.Overlaps(next));
            Assert.True(next is { Start: >= 100000, End: <= 600000 });
            taken.Add(($"{at}", next));
            if (at % 3 == 0)
            {
                pool.Release(taken[0].Workload);
                taken.RemoveAt(0);
            }
        }
    }

    private IdPool Pool(string? users = null, string? groups = null, string hash = FirstHash)
    {
        if (users is not null)
        {
            _scratch.File("subuid", users);
            _scratch.File("subgid", groups ?? users);
        }

        return new IdPool(_scratch["subuid"], _scratch["subgid"], hash);
    }
}
