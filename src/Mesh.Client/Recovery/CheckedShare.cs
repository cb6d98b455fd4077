namespace Mesh.Client;

/// <summary>What a set says of one share. Nothing in it is secret.</summary>
/// <param name="Number">The number that the share says it has, 1 to 16.</param>
/// <param name="Threshold">How many shares are needed, as the share says.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Belongs">Whether it is that share of the set, octet for octet.</param>
public sealed record CheckedShare(int Number, int Threshold, string Source, bool Belongs);
