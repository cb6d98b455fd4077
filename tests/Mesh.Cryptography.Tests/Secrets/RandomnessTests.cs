using System.Security.Cryptography;

namespace Mesh.Cryptography.Tests.Secrets;

public class RandomnessTests
{
    [Fact]
    [Requirement("CRY-05")]
    public void A_source_that_fails_ends_whatever_needs_it()
    {
        var broken = new BrokenSource();
        using var key = ResidueScalar448.FromOctets([2, .. new byte[55]]);
        Assert.Throws<CryptographicException>(() => ResidueScalar448.Random(broken));
        Assert.Throws<CryptographicException>(() => SecretBytes.Random(broken, 32));
        Assert.Throws<CryptographicException>(() => Ed448.SignHedged(key, "message"u8, [], broken));
        Assert.Throws<CryptographicException>(() => ShamirSharing.Split("secret octets"u8, 2, 3, broken));
    }

    [Fact]
    [Requirement("CRY-05")]
    public void The_source_is_that_of_the_operating_system()
    {
        // No draw comes twice, and no octet stays what it was.
        byte[] first = new byte[4096];
        byte[] second = new byte[4096];
        SystemRandom.Instance.Fill(first);
        SystemRandom.Instance.Fill(second);
        Assert.InRange(first.Zip(second).Count(p => p.First == p.Second), 0, 64);
        Assert.InRange(first.Distinct().Count(), 250, 256);
    }

    private sealed class BrokenSource : IRandomSource
    {
        public void Fill(Span<byte> destination) => throw new CryptographicException("no randomness");
    }
}
