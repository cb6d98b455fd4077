namespace Mesh.Dare.Tests;

/// <summary>What a published sequence and an archive keep of many frames. Run alone, since it looks at the memory of the process.</summary>
[Collection(nameof(PublishedMemoryTests))]
[CollectionDefinition(nameof(PublishedMemoryTests), DisableParallelization = true)]
public class PublishedMemoryTests
{
    private const int Frames = 40_000;

    [Fact]
    public void A_sequence_keeps_an_octet_or_less_of_each_frame()
    {
        byte[] octets = Repeated(Frame.Encode("{}"u8, [], []));
        long kept = Kept(() => PublishedSequence.Read(new MemoryOctets(octets)), out PublishedSequence sequence);
        Assert.Equal(Frames, sequence.Count);
        Assert.True(kept < 60_000, $"{kept} octets are kept");
        Assert.Equal(octets.Length / Frames * 23_456L, sequence.Frame(23_456).Layout.Start);
        GC.KeepAlive(octets);
    }

    [Fact]
    public void An_archive_keeps_nothing_of_earlier_versions()
    {
        // {"Filename":"a"} again and again.
        byte[] octets = Repeated(Frame.Encode("{\"ContentMetaData\":\"eyJGaWxlbmFtZSI6ImEifQ\"}"u8, [], []));
        long kept = Kept(() => PublishedArchive.Read(new MemoryOctets(octets), new PublishedArchiveOptions()), out PublishedArchive archive);
        Assert.Equal(Frames - 1, Assert.Single(archive.Files()).Index);
        Assert.True(kept < 60_000, $"{kept} octets are kept");
        GC.KeepAlive(octets);
    }

    private static byte[] Repeated(byte[] frame)
    {
        byte[] octets = new byte[frame.Length * Frames];
        for (int i = 0; i < Frames; i++)
        {
            frame.CopyTo(octets, i * frame.Length);
        }

        return octets;
    }

    private static long Kept<T>(Func<T> make, out T made)
    {
        make();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        made = make();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }
}
