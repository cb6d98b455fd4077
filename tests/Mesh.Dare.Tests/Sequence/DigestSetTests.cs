namespace Mesh.Dare.Tests;

public class DigestSetTests
{
    [Fact]
    public void Each_digest_is_new_once()
    {
        var random = new SeededRandom("digests");
        Span<byte> drawn = stackalloc byte[3];
        var set = new DigestSet();
        HashSet<UInt128> expected = [];
        for (int i = 0; i < 20_000; i++)
        {
            // Few values in some bits, so that slots are shared, and zero among them.
            random.Fill(drawn);
            UInt128 digest = new(drawn[0] % 3U, (((uint)drawn[1] << 5) | (drawn[2] & 31U)) * (i % 2 == 0 ? 1UL : 1UL << 40));
            Assert.Equal(expected.Add(digest), set.Add(digest));
            Assert.Equal(expected.Count, set.Count);
        }
    }
}
