namespace Mesh.Cryptography.Tests.Symmetric;

public class Aes256GcmTests
{
    private static readonly byte[] Key = new SeededRandom("key").Bytes(32);
    private static readonly byte[] Nonce = new byte[12];

    [Fact]
    public void Lengths_are_exact()
    {
        using var cipher = new Aes256Gcm(Key);
        Assert.Equal(CryptoError.InvalidLength, Code(() => new Aes256Gcm(new byte[16]).Dispose()));
        Assert.Equal(CryptoError.InvalidLength, Code(() => cipher.Seal(new byte[11], [], [], new byte[16])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => cipher.Seal(Nonce, new byte[5], [], new byte[20])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => cipher.Open(new byte[13], new byte[16], [], [])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => cipher.Open(Nonce, new byte[15], [], [])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => cipher.Open(Nonce, new byte[20], [], new byte[5])));
    }

    [Fact]
    public void Every_changed_bit_is_noticed_and_nothing_is_left_of_the_plaintext()
    {
        byte[] data = "data"u8.ToArray();
        byte[] body = Aes256Gcm.Seal(Key, Nonce, "plaintext"u8, data);
        using var cipher = new Aes256Gcm(Key);
        byte[] plaintext = new byte[9];
        foreach (byte[] part in (byte[][])[body, data])
        {
            for (int bit = 0; bit < 8 * part.Length; bit++)
            {
                part[bit >> 3] ^= (byte)(1 << (bit & 7));
                Array.Fill(plaintext, (byte)7);
                Assert.Equal(CryptoError.IntegrityFailure, Code(() => cipher.Open(Nonce, body, data, plaintext)));
                Assert.Equal(new byte[9], plaintext);
                part[bit >> 3] ^= (byte)(1 << (bit & 7));
            }
        }

        Assert.Equal("plaintext"u8.ToArray(), Aes256Gcm.Open(Key, Nonce, body, data));
    }

    private static CryptoError Code(Action action) => Assert.Throws<CryptoException>(action).Code;
}
