using System.Buffers.Text;
using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// What an idempotency record holds, sealed (Mesh channel, section 4): LP(key UDF) ‖ LP(ID) ‖ LP(payload hash) ‖ LP(response), LP with 4
/// octets big-endian. Its key in the store is a digest of key UDF and ID: the ID has 128 random bits, so it tells nothing.
/// </summary>
internal sealed record RequestContent(string Key, string Id, ReadOnlyMemory<byte> PayloadHash, ReadOnlyMemory<byte> Response)
{
    private const int LookupSize = 20;

    /// <summary>The key of the record in its store: 27 base64url characters.</summary>
    public static string Lookup(string key, string id) => Name("request", key, id);

    /// <summary>The name under which records are counted: 27 base64url characters.</summary>
    public static string Group(string quota) => Name("quota", quota, "");

    public byte[] Encode()
    {
        using var octets = new MemoryStream();
        using (var writer = new BigEndianWriter(octets))
        {
            writer.Text(Key);
            writer.Text(Id);
            writer.Prefixed(PayloadHash.Span);
            writer.Prefixed(Response.Span);
        }

        return octets.ToArray();
    }

    /// <summary>Reads the content.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>.</exception>
    public static RequestContent Decode(ReadOnlyMemory<byte> octets)
    {
        var reader = new BigEndianReader(octets);
        var content = new RequestContent(reader.Text(), reader.Text(), reader.Prefixed(), reader.Prefixed());
        return !reader.Failed && reader.AtEnd ? content : throw DareException.Malformed("An idempotency record is not of its form.");
    }

    /// <summary>What the record answers to a request.</summary>
    public CommitResult Answer(string key, string id, ReadOnlySpan<byte> payloadHash) =>
        Key == key && Id == id && CryptographicOperations.FixedTimeEquals(PayloadHash.Span, payloadHash)
            ? new CommitResult { Outcome = CommitOutcome.Repeated, Response = Response }
            : new CommitResult { Outcome = CommitOutcome.RequestReused };

    private static string Name(string purpose, string first, string second)
    {
        using var octets = new MemoryStream();
        using (var writer = new BigEndianWriter(octets))
        {
            writer.Text(purpose);
            writer.Text(first);
            writer.Text(second);
        }

        return Base64Url.EncodeToString(SHA512.HashData(octets.ToArray()).AsSpan(0, LookupSize));
    }
}
