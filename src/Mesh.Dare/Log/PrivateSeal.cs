using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Seals private records under a secret of the host, as envelopes with a symmetric recipient (Mesh sealing, section 2). Plaintext:
/// LP(label) ‖ content, LP with 4 octets big-endian; the ContentMetaData is bound by the tag. Side files are authenticated with
/// HMAC-SHA-256 under HMAC-SHA-256(secret, "MeshSide-1").
/// </summary>
public sealed class PrivateSeal : IPrivateSeal, IDisposable
{
    /// <summary>Octets of the secret.</summary>
    public const int SecretSize = 32;

    private static ReadOnlySpan<byte> AuthenticationLabel => "MeshSide-1"u8;

    private readonly SecretBytes _secret;
    private readonly EnvelopeSealer _sealer;

    /// <summary>Takes a copy of the host's secret, which must be kept outside of the logs.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: not 32 octets.</exception>
    public PrivateSeal(SecretBytes secret, IRandomSource random, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length != SecretSize)
        {
            throw new DareException(DareError.InvalidRequest, $"The secret that seals private records has {SecretSize} octets.");
        }

        _secret = secret.Clone();
        _sealer = new EnvelopeSealer(random, time);
    }

    /// <inheritdoc/>
    public UnverifiedEnvelope Seal(PrivateLabel label, ReadOnlyMemory<byte> contentMetaData, ReadOnlySpan<byte> content)
    {
        byte[] prefix = Prefix(label);
        byte[] plaintext = [.. prefix, .. content];
        try
        {
            return _sealer.Seal(
                plaintext, new SealRequest { ContentMetaData = contentMetaData, SymmetricRecipients = [_secret], WithDigest = true });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <inheritdoc/>
    public byte[] Open(PrivateLabel label, UnverifiedEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (!envelope.Header.IsEncrypted)
        {
            throw DareException.Decryption();
        }

        OpenedEnvelope opened = EnvelopeOpener.Open(envelope, new OpenRequest { SymmetricKeys = [_secret] });
        ReadOnlySpan<byte> plaintext = opened.Plaintext.Span;
        byte[] prefix = Prefix(label);
        byte[]? content = plaintext.StartsWith(prefix) ? plaintext[prefix.Length..].ToArray() : null;
        opened.Erase();
        return content ?? throw DareException.Decryption();
    }

    /// <inheritdoc/>
    public byte[] Authenticate(ReadOnlySpan<byte> octets)
    {
        Span<byte> key = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret.Reveal(), AuthenticationLabel, key);
        byte[] tag = HMACSHA256.HashData(key, octets);
        CryptographicOperations.ZeroMemory(key);
        return tag;
    }

    /// <summary>Erases the secret.</summary>
    public void Dispose() => _secret.Dispose();

    private static byte[] Prefix(PrivateLabel label)
    {
        byte[] text = System.Text.Encoding.ASCII.GetBytes(label.ToString());
        byte[] prefix = new byte[sizeof(int) + text.Length];
        BinaryPrimitives.WriteInt32BigEndian(prefix, text.Length);
        text.CopyTo(prefix, sizeof(int));
        return prefix;
    }
}
