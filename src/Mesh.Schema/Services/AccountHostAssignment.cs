using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>
/// Where an account is served and to which key it seals what the service must read (Mesh schema 4.6). Signed by the service: without
/// that, anybody on the path could name a key of his own and read the Access catalog.
/// </summary>
public sealed record AccountHostAssignment : Assertion
{
    /// <summary>The account address. The schema spells the member with one d; both spellings are read.</summary>
    public required string AccountAddess { get; init; }

    /// <summary>Callsigns, DNS names or IP addresses, the preferred first.</summary>
    public ImmutableArray<string> HostAddresses { get => field.OrEmpty(); init; }

    /// <summary>X448. Recipient of Access and Publication entries.</summary>
    public required KeyData AccessEncrypt { get; init; }
}
