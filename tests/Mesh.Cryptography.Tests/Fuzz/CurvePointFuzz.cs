namespace Mesh.Cryptography.Tests.Fuzz;

/// <summary>Any octets as points and scalars of curve 448: refused with the exception of this library, or written back unchanged.</summary>
internal static class CurvePointFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        Montgomery(input);
        Lifted(input);
        Edwards(input);
        Residue(input);
        for (int size = Curve448Point.UnsignedSize; size <= Curve448Point.Size; size++)
        {
            byte[] sized = new byte[size];
            input[..Math.Min(size, input.Length)].CopyTo(sized);
            Montgomery(sized);
            Lifted(sized);
            Edwards(sized);
            Residue(sized);
            sized[^1] &= 0x80;
            Montgomery(sized);
            Edwards(sized);
        }
    }

    private static void Montgomery(ReadOnlySpan<byte> input)
    {
        try
        {
            Same(input, Curve448Point.Decode(input).Encode());
        }
        catch (CryptoException e) when (e.Code is CryptoError.InvalidLength or CryptoError.InvalidPoint or CryptoError.SmallOrder)
        {
        }
    }

    private static void Lifted(ReadOnlySpan<byte> input)
    {
        try
        {
            Same([.. input, 0], Curve448Point.LiftEven(input).Encode());
        }
        catch (CryptoException e) when (e.Code is CryptoError.InvalidLength or CryptoError.InvalidPoint or CryptoError.SmallOrder)
        {
        }
    }

    private static void Edwards(ReadOnlySpan<byte> input)
    {
        try
        {
            Same(input, Edwards448Point.Decode(input).Encode());
        }
        catch (CryptoException e) when (e.Code is CryptoError.InvalidLength or CryptoError.InvalidPoint)
        {
        }
    }

    private static void Residue(ReadOnlySpan<byte> input)
    {
        try
        {
            using var scalar = ResidueScalar448.FromOctets(input);
            byte[] written = new byte[input.Length];
            scalar.WriteTo(written.AsSpan(0, AgreementScalar448.Size));
            Same(input, written);
        }
        catch (CryptoException e) when (e.Code is CryptoError.InvalidLength or CryptoError.InvalidScalar)
        {
        }
    }

    private static void Same(ReadOnlySpan<byte> read, ReadOnlySpan<byte> written)
    {
        if (!read.SequenceEqual(written))
        {
            throw new InvalidOperationException("what was read is written differently");
        }
    }
}
