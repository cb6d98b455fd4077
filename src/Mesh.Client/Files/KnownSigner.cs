using Mesh.Keys;

namespace Mesh.Client;

/// <summary>A signature key whose owner this machine knows.</summary>
/// <param name="Key">The public key.</param>
/// <param name="Name">Whose it is: an account's address.</param>
/// <param name="IsReplaced">It was replaced since: devices that were removed have it still.</param>
public sealed record KnownSigner(SignaturePublicKey Key, string Name, bool IsReplaced = false);
