using System.Security.Cryptography;

namespace Mesh.Cryptography.Tests.Hashing;

public class Sha512Tests
{
    [Fact]
    public void Hashes_as_FIPS_180_prints()
    {
        Assert.Equal(
            "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F",
            Convert.ToHexString(Hash("abc"u8, 1)));
    }

    [Fact]
    public void Hashes_as_the_platform_does_in_parts_of_any_length()
    {
        var random = new SeededRandom(nameof(Sha512Tests));
        for (int length = 0; length <= 400; length++)
        {
            byte[] message = random.Bytes(length);
            byte[] expected = SHA512.HashData(message);
            foreach (int part in (int[])[1, 7, 63, 64, 127, 128, 129, 400])
            {
                Assert.Equal(expected, Hash(message, part));
            }
        }
    }

    [Fact]
    public void A_finished_hash_keeps_nothing_of_its_input()
    {
        byte[] message = [.. Enumerable.Repeat((byte)0xA5, 200)];
        Sha512Hash hash = default;
        hash.Start();
        hash.Append(message);
        hash.Finish(new byte[64]);
        Span<byte> octets = System.Runtime.InteropServices.MemoryMarshal.AsBytes(new Span<Sha512Hash>(ref hash));
        Assert.DoesNotContain((byte)0xA5, octets.ToArray());
    }

    private static byte[] Hash(ReadOnlySpan<byte> message, int part)
    {
        Sha512Hash hash = default;
        hash.Start();
        while (!message.IsEmpty)
        {
            int take = Math.Min(part, message.Length);
            hash.Append(message[..take]);
            message = message[take..];
        }

        byte[] result = new byte[Sha512Hash.Size];
        hash.Finish(result);
        return result;
    }
}
