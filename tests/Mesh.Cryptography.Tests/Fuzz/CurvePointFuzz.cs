namespace Mesh.Cryptography.Tests.Fuzz;

/// <summary>Any octets as points and scalars of every group: refused with the exception of this library, or written back unchanged.</summary>
internal static class CurvePointFuzz
{
    private static readonly PrimeGroup[] Groups =
        [PrimeGroup.Edwards25519, PrimeGroup.Edwards448, PrimeGroup.Curve25519, PrimeGroup.Curve448];

    public static void Run(ReadOnlySpan<byte> input)
    {
        foreach (PrimeGroup group in Groups)
        {
            Point(group, input);
            Lifted(group, input);
            byte[] sized = new byte[group.ElementSize];
            input[..Math.Min(sized.Length, input.Length)].CopyTo(sized);
            Point(group, sized);
            Lifted(group, sized.AsSpan(0, group.AgreementSize));
            sized[^1] &= 0x80;
            Point(group, sized);
        }

        Residue(input);
        Residue(Sized(input, 32));
        Residue(Sized(input, 56));
        Residue(Sized(input, 57));
    }

    private static byte[] Sized(ReadOnlySpan<byte> input, int size)
    {
        byte[] sized = new byte[size];
        input[..Math.Min(size, input.Length)].CopyTo(sized);
        return sized;
    }

    private static void Point(PrimeGroup group, ReadOnlySpan<byte> input)
    {
        try
        {
            Same(input, group.Decode(input).Encode());
        }
        catch (CryptoException e) when (e.Code is CryptoError.InvalidLength or CryptoError.InvalidPoint or CryptoError.SmallOrder)
        {
        }
    }

    private static void Lifted(PrimeGroup group, ReadOnlySpan<byte> input)
    {
        try
        {
            // What was lifted is written in its canonical form, which lifts to itself.
            GroupElement element = group.LiftEven(input);
            Same(element.Encode(), group.Decode(element.Encode()).Encode());
            Same(element.Encode(), group.LiftEven(element.EncodeForAgreement()).Encode());
        }
        catch (CryptoException e) when (e.Code
            is CryptoError.InvalidLength or CryptoError.InvalidPoint or CryptoError.SmallOrder or CryptoError.InvalidParameter)
        {
        }
    }

    private static void Residue(ReadOnlySpan<byte> input)
    {
        try
        {
            using PrivateScalar scalar = input.Length == ResidueScalar25519.Size
                ? ResidueScalar25519.FromOctets(input)
                : ResidueScalar448.FromOctets(input);
            byte[] written = new byte[input.Length];
            scalar.WriteTo(written.AsSpan(0, scalar.ResidueSize));
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
