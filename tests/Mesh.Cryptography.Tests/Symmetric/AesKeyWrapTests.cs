using System.Text.Json;

namespace Mesh.Cryptography.Tests.Symmetric;

public class AesKeyWrapTests
{
    // RFC 3394 4.1 to 4.6
    [Theory]
    [InlineData("000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF", "1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5")]
    [InlineData("000102030405060708090A0B0C0D0E0F1011121314151617", "00112233445566778899AABBCCDDEEFF", "96778B25AE6CA435F92B5B97C050AED2468AB8A17AD84E5D")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF", "64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7")]
    [InlineData("000102030405060708090A0B0C0D0E0F1011121314151617", "00112233445566778899AABBCCDDEEFF0001020304050607", "031D33264E15D33268F24EC260743EDCE1C6C7DDEE725A936BA814915C6762D2")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF0001020304050607", "A8F9BC1612C68B3FF6E6F4FBE30E71E4769C8B80A32CB8958CD5D17D6B254DA1")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F", "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21")]
    public void Wraps_as_RFC_3394_prints(string keyEncryptionKey, string key, string wrapped)
    {
        byte[] kek = Convert.FromHexString(keyEncryptionKey);
        Assert.Equal(Convert.FromHexString(wrapped), AesKeyWrap.Wrap(kek, Convert.FromHexString(key)));
        using SecretBytes unwrapped = AesKeyWrap.Unwrap(kek, Convert.FromHexString(wrapped));
        Assert.Equal(Convert.FromHexString(key), unwrapped.Reveal().ToArray());
    }

    [ThirdPartyFact("wycheproof/aes_wrap_test.json")]
    public void Unwraps_as_every_Wycheproof_case_says()
    {
        int cases = 0;
        foreach (JsonElement test in Vectors.Wycheproof("aes_wrap_test.json").SelectMany(g => g.GetProperty("tests").EnumerateArray()))
        {
            cases++;
            string name = $"tcId {test.GetProperty("tcId")}";
            byte[] kek = test.Hex("key");
            byte[] message = test.Hex("msg");
            byte[] wrapped = test.Hex("ct");
            switch (test.Text("result"))
            {
                case "valid":
                    Assert.True(wrapped.SequenceEqual(AesKeyWrap.Wrap(kek, message)), name);
                    Assert.True(AesKeyWrap.Unwrap(kek, wrapped).Reveal().SequenceEqual(message), name);
                    break;
                case "invalid":
                    Assert.Throws<CryptoException>(() => AesKeyWrap.Unwrap(kek, wrapped));
                    break;
                default:
                    // "acceptable": keys shorter than two blocks, which RFC 3394 does not define.
                    Assert.Equal(CryptoError.InvalidLength, Assert.Throws<CryptoException>(() => AesKeyWrap.Wrap(kek, message)).Code);
                    break;
            }
        }

        Assert.Equal(165, cases);
    }

    [Fact]
    public void Every_changed_bit_is_noticed()
    {
        byte[] kek = new byte[32];
        byte[] wrapped = AesKeyWrap.Wrap(kek, new byte[32]);
        for (int bit = 0; bit < 8 * wrapped.Length; bit++)
        {
            byte[] altered = [.. wrapped];
            altered[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.Equal(CryptoError.IntegrityFailure, Assert.Throws<CryptoException>(() => AesKeyWrap.Unwrap(kek, altered)).Code);
        }
    }

    [Theory]
    [InlineData(31, 32)]
    [InlineData(0, 32)]
    [InlineData(32, 0)]
    [InlineData(32, 8)]
    [InlineData(32, 17)]
    [InlineData(32, AesKeyWrap.MaximumKey + 8)]
    public void Refuses_other_lengths(int wrappingKey, int key)
    {
        Assert.Equal(CryptoError.InvalidLength, Code(() => AesKeyWrap.Wrap(new byte[wrappingKey], new byte[key])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => AesKeyWrap.Unwrap(new byte[wrappingKey], new byte[key + 8])));

        static CryptoError Code(Action action) => Assert.Throws<CryptoException>(action).Code;
    }

    [Fact]
    public void The_longest_key_is_wrapped_and_unwrapped()
    {
        byte[] kek = new SeededRandom("kek").Bytes(16);
        byte[] key = new SeededRandom("key").Bytes(AesKeyWrap.MaximumKey);
        Assert.Equal(key, AesKeyWrap.Unwrap(kek, AesKeyWrap.Wrap(kek, key)).Reveal().ToArray());
    }
}
