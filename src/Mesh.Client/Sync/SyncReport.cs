namespace Mesh.Client;

/// <summary>What a synchronisation did (Mesh protocols, 6.7).</summary>
/// <param name="Fetched">Entries received.</param>
/// <param name="Sent">Entries sent.</param>
/// <param name="Notices">What a person should know, in order.</param>
public sealed record SyncReport(int Fetched, int Sent, IReadOnlyList<SyncNotice> Notices);
