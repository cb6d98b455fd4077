namespace Mesh.Dare;

/// <summary>What a member <c>epk</c> says: the name of the curve, and octets that nothing was checked of.</summary>
internal sealed record EphemeralPublicKey(string Curve, byte[] Octets);
