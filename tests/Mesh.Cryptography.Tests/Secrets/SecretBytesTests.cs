namespace Mesh.Cryptography.Tests.Secrets;

public class SecretBytesTests
{
    [Fact]
    public void Never_prints_its_octets()
    {
        using var secret = new SecretBytes([0xAB, 0xCD]);
        Assert.Equal("SecretBytes(2)", secret.ToString());
    }

    [Fact]
    [Requirement("CRY-03")]
    public void Is_zeroed_and_unreadable_after_disposal()
    {
        var secret = new SecretBytes([1, 2, 3]);
        ReadOnlySpan<byte> view = secret.Reveal();
        secret.Dispose();
        Assert.True(view.SequenceEqual(new byte[3]));
        Assert.Throws<ObjectDisposedException>(() => secret.Reveal().Length);
    }

    [Fact]
    public void Is_erased_when_its_filler_fails()
    {
        byte[]? seen = null;
        Assert.Throws<InvalidOperationException>(() => SecretBytes.Create(4, d =>
        {
            d.Fill(7);
            seen = d.ToArray();
            throw new InvalidOperationException();
        }));
        Assert.Equal(new byte[] { 7, 7, 7, 7 }, seen);
    }
}
