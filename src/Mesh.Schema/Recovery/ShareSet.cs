using System.Collections.Immutable;
using System.Text.Json;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// The set of the recovery shares of an account's seed (Mesh rulings 21), signed by ProfileSignature and given to every holder: one share
/// can be checked alone, and whose it is. The members SetId (16 octets), Threshold, Count and Commitments (32 octets each) are those of
/// <see cref="EscrowShareSet"/>. It holds no hash of the secret and is no secret itself.
/// </summary>
public sealed record ShareSet : Assertion
{
    /// <summary>The key that signed; its fingerprint is the account's.</summary>
    public required KeyData ProfileSignature { get; init; }

    /// <summary>16 random octets.</summary>
    public required byte[] SetId { get; init; }

    /// <summary>How many shares recover the seed.</summary>
    public required int Threshold { get; init; }

    /// <summary>How many shares were made.</summary>
    public required int Count { get; init; }

    /// <summary>One for each share, in order.</summary>
    public required ImmutableArray<byte[]> Commitments { get; init; }

    /// <summary>The set that checks shares.</summary>
    /// <exception cref="SchemaException">Numbers and lengths that do not fit one another (<see cref="SchemaError.Malformed"/>).</exception>
    public EscrowShareSet ToEscrow()
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(SchemaJson.Encode(this));
            return EscrowShareSet.Read(document.RootElement);
        }
        catch (KeyException e)
        {
            throw new SchemaException(SchemaError.Malformed, e.Message, e);
        }
    }
}
