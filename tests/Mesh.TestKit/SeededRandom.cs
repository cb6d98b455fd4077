using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.TestKit;

/// <summary>A reproducible stream for tests: SHA-256 in counter mode over a seed. Not for anything else.</summary>
public sealed class SeededRandom(string seed) : IRandomSource
{
    private readonly byte[] _seed = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(seed));
    private long _counter;

    public void Fill(Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[40];
        Span<byte> block = stackalloc byte[32];
        _seed.CopyTo(input);
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteInt64BigEndian(input[32..], _counter++);
            SHA256.HashData(input, block);
            int n = Math.Min(32, destination.Length);
            block[..n].CopyTo(destination);
            destination = destination[n..];
        }
    }

    public int Next(int bound)
    {
        Span<byte> b = stackalloc byte[4];
        Fill(b);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(b) % (uint)bound);
    }

    public byte[] Bytes(int length)
    {
        byte[] result = new byte[length];
        Fill(result);
        return result;
    }
}
