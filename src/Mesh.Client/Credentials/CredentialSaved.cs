namespace Mesh.Client;

/// <summary>A password entry was written.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Updated">It replaced one with the same key.</param>
/// <param name="Sent">The service has it; otherwise it is kept here until the next synchronisation.</param>
public sealed record CredentialSaved(Credential Entry, bool Updated, bool Sent);
