namespace Mesh.Dare;

/// <summary>
/// What header and trailer state about the encryption of a body, after the checks that need no key (Mesh sealing, section 2): a
/// <c>Salt</c>, <c>KeyCommit</c>, <c>recipients</c>, <c>PayloadTag</c> or witness without <c>enc</c> is refused, never returned as
/// plaintext; other lengths than 16, 32 and 16 are refused; every cipher has exactly the members that it needs.
/// </summary>
internal sealed class ProtectedBody
{
    private ProtectedBody(BodyCipher cipher, ReadOnlyMemory<byte> salt, ReadOnlyMemory<byte> keyCommit, ReadOnlyMemory<byte> tag)
    {
        Cipher = cipher;
        Salt = salt;
        KeyCommit = keyCommit;
        Tag = tag;
    }

    public BodyCipher Cipher { get; }

    public ReadOnlyMemory<byte> Salt { get; }

    /// <summary>32 octets; empty under <see cref="BodyCipher.A256Cbc"/>.</summary>
    public ReadOnlyMemory<byte> KeyCommit { get; }

    /// <summary>16 octets under <see cref="BodyCipher.A256Gcm"/>; else empty.</summary>
    public ReadOnlyMemory<byte> Tag { get; }

    /// <summary>The statements, or null when the body is in clear.</summary>
    /// <param name="header">The header.</param>
    /// <param name="claims">The trailer; null where it has not been read yet, which leaves its checks for later.</param>
    /// <param name="legacy">Old forms that are permitted.</param>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.UnsupportedAlgorithm"/>.</exception>
    public static ProtectedBody? Read(DareHeader header, DareTrailer? claims, LegacyReading legacy)
    {
        if (!header.IsEncrypted)
        {
            RequireClear(header, claims);
            return null;
        }

        if (IsErased(header.Salt))
        {
            throw DareException.Malformed("The salt of the envelope was erased: nobody can open it any more.");
        }

        bool aead = header.KeyCommit is not null || claims?.PayloadTag is not null;
        if (!aead && legacy.HasFlag(LegacyReading.MisnamedCbc))
        {
            return Cbc(header, claims);
        }

        return BodyCipherNames.Find(header.EncryptionAlgorithm!) switch
        {
            BodyCipher.A256Cbc when legacy.HasFlag(LegacyReading.SignedCbc) || legacy.HasFlag(LegacyReading.UnsignedCbc) =>
                Cbc(header, claims),
            BodyCipher.A256Cbc => throw new DareException(
                DareError.UnsupportedAlgorithm, "The cipher A256CBC is not authenticated; it is read only on request."),
            BodyCipher.A256Gcm => Gcm(header, claims),
            _ => Segmented(header, claims),
        };
    }

    /// <summary>True for a salt of zeros, which is how an erased one looks (Mesh sealing, section 6).</summary>
    public static bool IsErased(ReadOnlyMemory<byte>? salt) =>
        salt is { Length: > 0 } octets && !octets.Span.ContainsAnyExcept((byte)0);

    private static void RequireClear(DareHeader header, DareTrailer? claims)
    {
        bool stray = header.Salt is not null || header.KeyCommit is not null || header.Recipients is not null;
        stray |= claims is not null
            && (claims.PayloadTag is not null || claims.WitnessValue is not null || claims.Signatures.Any(s => s.Witness is not null));
        if (stray)
        {
            throw DareException.Malformed("The envelope has members of an encrypted one, but no enc.");
        }
    }

    private static ProtectedBody Gcm(DareHeader header, DareTrailer? claims)
    {
        ReadOnlyMemory<byte> tag = claims is null
            ? default
            : Exactly(claims.PayloadTag, BodyCipherNames.TagSize, "PayloadTag");
        return new ProtectedBody(BodyCipher.A256Gcm, SaltOf(header), CommitOf(header), tag);
    }

    private static ProtectedBody Segmented(DareHeader header, DareTrailer? claims) => claims?.PayloadTag is null
        ? new ProtectedBody(BodyCipher.A256GcmS64K, SaltOf(header), CommitOf(header), default)
        : throw DareException.Malformed("A body in segments has no PayloadTag.");

    private static ProtectedBody Cbc(DareHeader header, DareTrailer? claims)
    {
        if (header.KeyCommit is not null || claims?.PayloadTag is not null)
        {
            throw DareException.Malformed("A body under A256CBC has neither KeyCommit nor PayloadTag.");
        }

        ReadOnlyMemory<byte> salt = header.Salt ?? throw DareException.Malformed("The encrypted envelope has no Salt.");
        return salt.Length is >= DareLimits.LegacySaltMinimum and <= DareLimits.LegacySaltMaximum
            ? new ProtectedBody(BodyCipher.A256Cbc, salt, default, default)
            : throw DareException.Malformed($"The Salt has {salt.Length} octets.");
    }

    private static ReadOnlyMemory<byte> SaltOf(DareHeader header) => Exactly(header.Salt, BodyCipherNames.SaltSize, "Salt");

    private static ReadOnlyMemory<byte> CommitOf(DareHeader header) =>
        Exactly(header.KeyCommit, BodyCipherNames.KeyCommitSize, "KeyCommit");

    private static ReadOnlyMemory<byte> Exactly(ReadOnlyMemory<byte>? value, int size, string name) =>
        value is { } octets && octets.Length == size
            ? octets
            : throw DareException.Malformed($"The encrypted envelope needs a {name} of {size} octets.");
}
