using System.Formats.Tar;
using System.Text;
using Whelk.Integration.Tests.Support;
using Whelk.Testing;

namespace Whelk.Integration.Tests.Differential;

/// <summary>Docker's engine and Whelk's, side by side, each with the image `probe` beside whelk/base; and what the calls send.</summary>
internal sealed class BothEngines : IAsyncDisposable
{
    private readonly ReferenceEngine _reference;
    private readonly PrivateDaemon _daemon;

    private BothEngines(ReferenceEngine reference, PrivateDaemon daemon)
    {
        (_reference, _daemon) = (reference, daemon);
        var archives = Directory.CreateDirectory(Path.Combine(daemon.Folder, "archives")).FullName;
        File.CreateSymbolicLink(Path.Combine(archives, "base.tar"), Checkout.Built("base.tar"));
        WriteSmallArchive(Path.Combine(archives, "small.tar"));
        Docker = new EngineUnderCall(reference.Socket, reference.Root, archives);
        Whelk = new EngineUnderCall(daemon.Socket, daemon.Folder, archives);
    }

    internal EngineUnderCall Docker { get; }

    internal EngineUnderCall Whelk { get; }

    internal static async Task<BothEngines> StartAsync()
    {
        var reference = await ReferenceEngine.StartAsync();
        try
        {
            return new BothEngines(reference, await PrivateDaemon.StartAsync());
        }
        catch (Exception)
        {
            await reference.DisposeAsync();
            throw;
        }
    }

    /// <summary>Carries out a call on both and says where the answers differ.</summary>
    internal async Task<IReadOnlyList<Difference>> DoAsync(Call call)
    {
        var expected = Docker.DoAsync(call);
        var actual = Whelk.DoAsync(call);
        return new AnswerComparison(call, Docker, Whelk).Compare(await expected, await actual);
    }

    public async ValueTask DisposeAsync()
    {
        Docker.Dispose();
        Whelk.Dispose();
        try
        {
            await _daemon.DisposeAsync();
        }
        finally
        {
            await _reference.DisposeAsync();
        }
    }

    private static void WriteSmallArchive(string path)
    {
        using var writer = new TarWriter(File.Create(path));
        writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "small.txt")
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes("small\n")),
            ModificationTime = DateTimeOffset.UnixEpoch,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }
}
