using Whelk.Errors;
using Whelk.Vm.Store;
using Xunit;

namespace Whelk.Vm.Tests.Store;

public sealed class VmFolderTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../other")]
    [InlineData("a/b")]
    [InlineData("/abs")]
    [InlineData(".accelerator")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    public void Of_what_is_no_id_is_refused(string id) => Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<WhelkException>(() => VmFolder.Of("/root", id)).Code);

    [Theory]
    [InlineData("a")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("web_1.x+y-z")]
    public void Of_an_id_is_a_folder_below_the_root(string id) => Assert.Equal($"/root/{id}", VmFolder.Of("/root", id).DirectoryPath);

    [Fact]
    public void All_finds_folders_with_ids_and_nothing_else()
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(Path.Combine(scratch.Path, ".accelerator"));
        File.WriteAllText(Path.Combine(scratch.Path, "a.log"), "");
        VmFolder.Of(scratch.Path, "two").Create();
        VmFolder.Of(scratch.Path, "one").Create();
        Assert.Equal(["one", "two"], VmFolder.All(scratch.Path).Select(folder => folder.Id));
        Assert.Empty(VmFolder.All(Path.Combine(scratch.Path, "missing")));
    }

    [Fact]
    public void Create_twice_says_that_the_id_is_taken_and_remove_may_be_called_twice()
    {
        using var scratch = new ScratchFolder();
        var folder = VmFolder.Of(scratch.Path, "id");
        folder.Create();
        Assert.Equal(ErrorCode.AlreadyExists, Assert.Throws<WhelkException>(folder.Create).Code);
        folder.Remove();
        folder.Remove();
        Assert.False(folder.Exists);
    }

    [Fact]
    public async Task Create_at_once_gives_the_id_to_one_alone()
    {
        using var scratch = new ScratchFolder();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            try
            {
                VmFolder.Of(scratch.Path, "id").Create();
                return true;
            }
            catch (WhelkException exception) when (exception.Code is ErrorCode.AlreadyExists)
            {
                return false;
            }
        })));
        Assert.Single(made, wasMade => wasMade);
    }

    [Fact]
    public void State_of_a_record_whose_monitor_is_another_process_by_now_is_stopped()
    {
        using var scratch = new ScratchFolder();
        var folder = VmFolder.Of(scratch.Path, "id");
        folder.Create();
        folder.WriteStatus("running");
        var record = new VmRecord { Id = "id", Bundle = "/b", Created = "", MonitorPid = Environment.ProcessId, MonitorStart = 1 };
        Assert.Equal("stopped", VmStatus.Of(folder, record));
        Assert.Equal("creating", VmStatus.Of(folder, record with { MonitorPid = 0 }));
        Assert.Equal("creating", VmStatus.Of(folder, null));
    }
}
