namespace Mesh.Client;

/// <summary>A public key of an account by its name in the profile.</summary>
public sealed record AccountKeyInfo(string Name, string Udf);
