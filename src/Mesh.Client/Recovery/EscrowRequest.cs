namespace Mesh.Client;

/// <summary>How a seed is to be shared (P-31).</summary>
/// <param name="Threshold">How many shares recover it, 2 or more.</param>
/// <param name="Count">How many are made, at most 15.</param>
public sealed record EscrowRequest(int Threshold, int Count);
