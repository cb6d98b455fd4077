namespace Mesh.Schema;

/// <summary>A person's account in the service's list of accounts (Mesh schema 15).</summary>
public sealed record AccountUser : AccountEntry
{
    /// <summary>The profile that is bound.</summary>
    public required Enveloped<ProfileUser> EnvelopedProfileUser { get; init; }

    /// <summary>What the service told the account.</summary>
    public Enveloped<AccountHostAssignment>? EnvelopedAccountHostAssignment { get; init; }
}
