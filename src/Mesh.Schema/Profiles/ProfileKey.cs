using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>One key slot of a profile or connection, for the checks that go over all of them (Mesh schema 4.5).</summary>
/// <param name="Name">The member name.</param>
/// <param name="Algorithm">The only algorithm allowed in it.</param>
/// <param name="Required">Whether it has to be there.</param>
/// <param name="Key">The key, if present.</param>
public readonly record struct ProfileKey(string Name, KeyAlgorithm Algorithm, bool Required, KeyData? Key);
