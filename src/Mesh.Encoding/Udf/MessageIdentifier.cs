namespace Mesh.Encoding;

/// <summary>
/// Identifiers that follow from another identifier (Mesh schema, MakeID): the content digest of its whole octets after the first,
/// under a content type that names the purpose. SHA-3-512 where the original is a SHA-3-512 digest, SHA-2-512 otherwise.
/// </summary>
public static class MessageIdentifier
{
    /// <summary>Names the envelope that carries a message.</summary>
    public const string EnvelopeContentType = "application/mmm/envelopeid";

    /// <summary>Names the response to a message.</summary>
    public const string ResponseContentType = "application/mmm/responseid";

    /// <summary>The identifier, 28 characters, that follows from <paramref name="identifier"/> for <paramref name="contentType"/>.</summary>
    /// <exception cref="EncodingException">The identifier is no fingerprint (<see cref="EncodingError.Udf"/>).</exception>
    public static string Derive(string identifier, string contentType)
    {
        Udf original = Udf.Parse(identifier);
        UdfDigest algorithm = original.Type == UdfType.DigestSha3 ? UdfDigest.Sha3 : UdfDigest.Sha2;
        return ContentDigest.Compute(original.Data.Span, contentType, algorithm).ToString();
    }

    /// <summary>The <c>EnvelopeId</c> of the message <paramref name="messageId"/>.</summary>
    public static string Envelope(string messageId) => Derive(messageId, EnvelopeContentType);

    /// <summary>The <c>MessageId</c> of the response to <paramref name="messageId"/>.</summary>
    public static string Response(string messageId) => Derive(messageId, ResponseContentType);

    /// <summary>A first message's identifier, a nonce of 16 <paramref name="random"/> octets.</summary>
    public static string FromRandom(ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, 16, nameof(random));
        return Udf.Nonce(random).ToString();
    }
}
