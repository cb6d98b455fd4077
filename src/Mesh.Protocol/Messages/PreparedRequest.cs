using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Protocol;

/// <summary>
/// A request in the octets in which it goes out, now and at every repetition: the service compares ID and digest of the octets
/// (Mesh channel, section 4).
/// </summary>
public sealed class PreparedRequest
{
    private const int IdOctets = 16;

    internal PreparedRequest(MeshTransaction transaction, string id, ReadOnlyMemory<byte> octets)
    {
        Transaction = transaction;
        Id = id;
        Octets = octets;
    }

    /// <summary>The transaction.</summary>
    public MeshTransaction Transaction { get; }

    /// <summary>The request's ID.</summary>
    public string Id { get; }

    /// <summary>The JSON.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>Writes a request out, with a fresh ID of 128 random bits where it has none: a UDF of type N, 28 characters.</summary>
    /// <exception cref="ProtocolException">TooLarge: beyond the limit of the transaction. InvalidMessage: it breaks a rule of its class.</exception>
    public static PreparedRequest Of(MeshRequest request, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(request);
        string id = request.Id ?? NewId(random);
        byte[] octets = MeshMessages.Write(request with { Id = id });
        if (octets.Length > request.Transaction.RequestLimit)
        {
            throw new ProtocolException(
                ProtocolError.TooLarge, $"{request.Transaction} of {octets.Length} octets: at most {request.Transaction.RequestLimit} are allowed");
        }

        return MessageRules.Wrong(request) is { } wrong
            ? throw ProtocolException.Invalid($"{request.Transaction}: {wrong}")
            : new PreparedRequest(request.Transaction, id, octets);
    }

    private static string NewId(IRandomSource random)
    {
        Span<byte> octets = stackalloc byte[IdOctets];
        random.Fill(octets);
        return Udf.Nonce(octets).ToString();
    }
}
