using System.Security.Cryptography;

namespace Mesh.Dare.Tests;

public class PagedOctetsTests
{
    private const int Length = (3 * IndexTables.PageSize) + 100;

    private static readonly byte[] Tables = new SeededRandom("tables").Bytes(Length);

    [Fact]
    public void A_window_gives_what_lies_in_one_page_and_in_two()
    {
        var octets = new PagedOctets(new MemoryOctets(Body()), Info());
        var window = new PageWindow(octets);
        byte[] room = new byte[300];
        foreach (int at in (int[])[0, IndexTables.PageSize - 300, IndexTables.PageSize - 1, IndexTables.PageSize, Length - 300, 5])
        {
            Assert.Equal(Tables.AsSpan(at, 300).ToArray(), window.Read(at, 300, room).ToArray());
            Assert.Equal(Tables.AsSpan(at, 300).ToArray(), octets.Read(at, 300, room).ToArray());
        }

        Assert.Equal(Tables.AsSpan(Length - 30).ToArray(), window.Within(Length - 30).ToArray());
        Assert.Equal(Tables.AsSpan(Length - 30).ToArray(), octets.Within(Length - 30).ToArray());
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => window.Read(Length - 299, 300, room)));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => window.Read(-1, 300, room)));
    }

    [Fact]
    public void A_page_that_was_changed_is_given_out_by_neither()
    {
        byte[] body = Body();
        body[IndexTables.PageSize + 7] ^= 1;
        var octets = new PagedOctets(new MemoryOctets(body), Info());
        var window = new PageWindow(octets);
        byte[] room = new byte[8];
        Assert.Equal(Tables.AsSpan(0, 8).ToArray(), window.Read(0, 8, room).ToArray());
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(DareError.DigestMismatch, TestKeys.ErrorOf(() => window.Read(IndexTables.PageSize, 8, room)));
            Assert.Equal(DareError.DigestMismatch, TestKeys.ErrorOf(() => octets.Read(IndexTables.PageSize, 8, room)));
        }
    }

    [Fact]
    public async Task A_source_that_serves_one_thread_serves_a_list_and_whoever_looks_things_up()
    {
        var source = new OneAtATime(Body());
        var octets = new PagedOctets(source, Info());
        Task[] readers =
        [
            .. Enumerable.Range(0, 4).Select(reader => Task.Run(() =>
            {
                OctetPages pages = reader == 0 ? octets : new PageWindow(octets);
                for (int at = 0; at < Length; at += IndexTables.PageSize)
                {
                    Assert.Equal(Tables[at], pages.Within(at)[0]);
                }
            })),
        ];
        await Task.WhenAll(readers);
        Assert.False(source.WasShared);
    }

    private static byte[] Digests() =>
        [.. Enumerable.Range(0, 4).SelectMany(p => SHA256.HashData(Tables.AsSpan(p * IndexTables.PageSize, Math.Min(IndexTables.PageSize, Length - (p * IndexTables.PageSize)))))];

    private static byte[] Body() => [.. Tables, .. Digests()];

    private static FrameIndexInfo Info() => new() { First = 0, Length = Length, Digest = SHA256.HashData(Digests()), Frontier = default };

    private sealed class OneAtATime(byte[] octets) : IOctetSource
    {
        private int _inside;

        public bool WasShared { get; private set; }

        public long Length => octets.Length;

        public int Read(long offset, Span<byte> destination)
        {
            WasShared |= Interlocked.Increment(ref _inside) > 1;
            Thread.SpinWait(100_000);
            int count = (int)Math.Min(destination.Length, octets.Length - offset);
            octets.AsSpan((int)offset, count).CopyTo(destination);
            Interlocked.Decrement(ref _inside);
            return count;
        }
    }
}
