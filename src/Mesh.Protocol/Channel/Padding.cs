using System.Numerics;

namespace Mesh.Protocol;

/// <summary>
/// Lengths after padding with zeros (Mesh channel, sections 1 and 2). Up to 4 KiB records come in multiples of 256 octets; above,
/// Padmé keeps the floor(log2 E) + 1 leading bits of the length after the first, E = floor(log2 n), so at most one in eight octets is
/// padding and log log n bits of the length remain visible.
/// </summary>
public static class Padding
{
    private const int SmallStep = 256;
    private const int SmallLimit = 4096;
    private const int HandshakeStep = 512;

    /// <summary>Octets of a record's plaintext whose LP fields have <paramref name="length"/> octets together.</summary>
    public static int Record(int length)
    {
        if (length <= SmallLimit)
        {
            return Math.Max(SmallStep, RoundUp(length, SmallStep));
        }

        int exponent = BitOperations.Log2((uint)length);
        int kept = BitOperations.Log2((uint)exponent) + 1;
        return RoundUp(length, 1 << (exponent - kept));
    }

    /// <summary>Octets of a handshake payload whose fields have <paramref name="length"/> octets.</summary>
    public static int Handshake(int length) => RoundUp(length, HandshakeStep);

    private static int RoundUp(int length, int step) => checked(length + step - 1) / step * step;
}
