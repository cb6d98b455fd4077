namespace Mesh.Manager.Dare;

/// <summary>A file that was sealed for whoever has its locator.</summary>
/// <param name="Path">The sealed file.</param>
/// <param name="Bytes">Octets of the plaintext.</param>
/// <param name="Identifier">Its content identifier.</param>
/// <param name="Uri">The locator, which opens it.</param>
internal sealed record EarlMade(string Path, long Bytes, string Identifier, string Uri);
