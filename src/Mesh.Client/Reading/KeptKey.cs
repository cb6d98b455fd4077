using Mesh.Keys;

namespace Mesh.Client;

/// <summary>An X448 key in <see cref="ReadingKeys"/>: its fingerprint, its form, and where its octets are.</summary>
internal sealed record KeptKey(string Kid, PrivateKeyForm Form, int Offset)
{
    /// <summary>Octets of a key.</summary>
    public const int Size = 56;
}
