using System.Buffers.Binary;
using System.Numerics;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// An encoded data sequence, an annotation or the cloaked header (DARE 2.7; Mesh sealing, section 2): JSON-B items
/// <c>binary(salt prefix) binary(content) [binary(tag)]</c>. Sealed always with <c>A256GCM</c> under keys and associated data that have
/// prefix ‖ Salt in place of Salt, whatever the cipher of the body; in clear with two items.
/// </summary>
public sealed class EncodedDataSequence
{
    private EncodedDataSequence(byte[] prefix, byte[] content, byte[]? tag)
    {
        SaltPrefix = prefix;
        Content = content;
        Tag = OptionalOctets.Of(tag);
    }

    /// <summary>What stands before the envelope's salt: the number of the sequence within the envelope.</summary>
    public ReadOnlyMemory<byte> SaltPrefix { get; }

    /// <summary>Plaintext or ciphertext.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The tag, 16 octets; null where the item is absent or empty.</summary>
    public ReadOnlyMemory<byte>? Tag { get; }

    /// <summary>Takes the two or three items apart.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public static EncodedDataSequence Parse(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > DareLimits.EncodedDataSequence)
        {
            throw new DareException(
                DareError.LimitExceeded, $"An encoded data sequence has more than {DareLimits.EncodedDataSequence} octets.");
        }

        try
        {
            var items = new JsonBReader(octets);
            byte[] prefix = items.ReadBinary();
            byte[] content = items.ReadBinary();
            byte[]? tag = items.AtEnd ? null : items.ReadBinary();
            items.ReadEnd();
            return new EncodedDataSequence(prefix, content, tag is { Length: 0 } ? null : tag);
        }
        catch (EncodingException e)
        {
            throw new DareException(DareError.Malformed, "An encoded data sequence is not two or three binary items.", e);
        }
    }

    /// <summary>The salt prefix of sequence number <paramref name="number"/> (D-07): little-endian, in the fewest octets, at least one.</summary>
    internal static byte[] PrefixOf(int number)
    {
        byte[] octets = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(octets, number);
        int length = Math.Max(1, 4 - (BitOperations.LeadingZeroCount((uint)number) / 8));
        return octets[..length];
    }

    /// <summary>Two items, in clear.</summary>
    internal static byte[] Plain(int number, ReadOnlySpan<byte> content) =>
        new JsonBWriter().Binary(PrefixOf(number)).Binary(content).ToArray();

    /// <summary>Three items, sealed.</summary>
    /// <param name="number">The number within the envelope, from 0, <c>cloaked</c> first.</param>
    /// <param name="seed">The base seed.</param>
    /// <param name="header">Gives <c>Salt</c>, <c>dig</c> and <c>ContentMetaData</c>.</param>
    /// <param name="content">The plaintext.</param>
    internal static byte[] Seal(int number, ReadOnlySpan<byte> seed, DareHeader header, ReadOnlySpan<byte> content)
    {
        byte[] prefix = PrefixOf(number);
        byte[] salt = [.. prefix, .. header.Salt!.Value.Span];
        using BodyKeys keys = BodyKeys.Derive(seed, salt, BodyCipher.A256Gcm);
        byte[] tag = new byte[BodyCipherNames.TagSize];
        byte[] sealedContent = SingleBody.Seal(keys, AssociatedDataOf(keys, salt, header), content, tag);
        return new JsonBWriter().Binary(prefix).Binary(sealedContent).Binary(tag).ToArray();
    }

    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    internal byte[] Open(ReadOnlySpan<byte> seed, DareHeader header)
    {
        if (Tag is not { Length: BodyCipherNames.TagSize } tag || SaltPrefix.IsEmpty)
        {
            throw DareException.Decryption();
        }

        byte[] salt = [.. SaltPrefix.Span, .. header.Salt!.Value.Span];
        using BodyKeys keys = BodyKeys.Derive(seed, salt, BodyCipher.A256Gcm);
        return SingleBody.Open(keys, AssociatedDataOf(keys, salt, header), Content.Span, tag.Span);
    }

    private static byte[] AssociatedDataOf(BodyKeys keys, byte[] salt, DareHeader header) =>
        AssociatedData.Of(BodyCipher.A256Gcm, header.DigestAlgorithm, salt, header.ContentMetaData.Span, keys.KeyCommit);
}
