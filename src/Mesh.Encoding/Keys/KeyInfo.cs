namespace Mesh.Encoding;

/// <summary>
/// Writes a public key as DER: SEQUENCE { AlgorithmIdentifier, BIT STRING }. The two encoders differ and are kept apart by name:
/// one fixes every identifier in the Mesh, the other is what X.509, SSH and PKCS expect.
/// </summary>
public static class KeyInfo
{
    /// <summary>Writes a public key; the parameter form of <see cref="KeyFingerprint.Compute"/>.</summary>
    public delegate byte[] Encoder(KeyAlgorithmId algorithm, ReadOnlySpan<byte> key);

    /// <summary>
    /// The form printed in draft-hallambaker-mesh-udf section 4.2: a NULL parameter, and an OCTET STRING inside the BIT STRING. For
    /// 57 octets: 30 47 30 07 06 03 2B 65 nn 05 00 03 3C 00 04 39 key.
    /// </summary>
    /// <exception cref="EncodingException">Wrong key length (<see cref="EncodingError.Key"/>).</exception>
    public static byte[] EncodePublished(KeyAlgorithmId algorithm, ReadOnlySpan<byte> key)
    {
        int length = CheckedLength(algorithm, key);
        return
        [
            0x30, (byte)(length + 14),
            0x30, 7, 0x06, 3, 0x2B, 0x65, (byte)algorithm, 0x05, 0,
            0x03, (byte)(length + 3), 0, 0x04, (byte)length, .. key,
        ];
    }

    /// <summary>The form of RFC 8410 section 4: no parameter, the key directly in the BIT STRING; X448 keys have 56 octets here.</summary>
    /// <exception cref="EncodingException">Wrong key length (<see cref="EncodingError.Key"/>).</exception>
    public static byte[] EncodeRfc8410(KeyAlgorithmId algorithm, ReadOnlySpan<byte> key)
    {
        int length = CheckedLength(algorithm, key);
        if (algorithm == KeyAlgorithmId.X448)
        {
            key = key[..--length];
        }

        return [0x30, (byte)(length + 10), 0x30, 5, 0x06, 3, 0x2B, 0x65, (byte)algorithm, 0x03, (byte)(length + 1), 0, .. key];
    }

    /// <summary>The OID sequence fingerprint, 70 ‖ published DER, of a public key.</summary>
    /// <exception cref="EncodingException">Wrong key length (<see cref="EncodingError.Key"/>).</exception>
    public static Udf ToOidSequence(KeyAlgorithmId algorithm, ReadOnlySpan<byte> key) =>
        Udf.FromOctets(UdfType.OidSequence, EncodePublished(algorithm, key));

    /// <summary>The public key in an OID sequence fingerprint; every octet of the DER must be as this library writes it.</summary>
    /// <exception cref="EncodingException">Another type (<see cref="EncodingError.Udf"/>) or shape (<see cref="EncodingError.Key"/>).</exception>
    public static (KeyAlgorithmId Algorithm, byte[] Key) FromOidSequence(Udf udf)
    {
        ArgumentNullException.ThrowIfNull(udf);
        if (udf.Type != UdfType.OidSequence)
        {
            throw new EncodingException(EncodingError.Udf, "the fingerprint is not an OID sequence (type O)");
        }

        ReadOnlySpan<byte> der = udf.Data.Span;
        foreach (KeyAlgorithmId algorithm in Enum.GetValues<KeyAlgorithmId>())
        {
            int length = KeyLength(algorithm);
            if (der.Length == length + 16 && der.SequenceEqual(EncodePublished(algorithm, der[^length..])))
            {
                return (algorithm, der[^length..].ToArray());
            }
        }

        throw new EncodingException(EncodingError.Key, "the OID sequence holds no X25519, X448, Ed25519 or Ed448 key");
    }

    /// <summary>Octets of a public key as fingerprints and JSON hold it.</summary>
    public static int KeyLength(KeyAlgorithmId algorithm) => algorithm switch
    {
        KeyAlgorithmId.X25519 or KeyAlgorithmId.Ed25519 => 32,
        KeyAlgorithmId.X448 or KeyAlgorithmId.Ed448 => 57,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    private static int CheckedLength(KeyAlgorithmId algorithm, ReadOnlySpan<byte> key)
    {
        int length = KeyLength(algorithm);
        return key.Length == length
            ? length
            : throw new EncodingException(EncodingError.Key, $"an {algorithm} public key has {length} octets, not {key.Length}");
    }
}
