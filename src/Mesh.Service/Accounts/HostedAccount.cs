using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>An account as the service knows it: its profile, verified, and what the service told it.</summary>
/// <param name="Name">Profile UDF, the name of its log.</param>
/// <param name="Profile">The version that is bound now.</param>
/// <param name="Assignment">Where it is served and to which key it seals what the service reads.</param>
/// <param name="Ended">When its owner unbound it; from then on it is refused everything but to be bound again.</param>
/// <param name="IsSuspended">By the operator: it is read and ended, not changed.</param>
/// <param name="Quota">Space of its own, in units of 1,024 octets; null for what the policy says.</param>
internal sealed record HostedAccount(
    AccountName Name, Verified<ProfileUser> Profile, Enveloped<AccountHostAssignment> Assignment, DateTimeOffset? Ended = null, bool IsSuspended = false,
    long? Quota = null)
{
    /// <summary>The one private record in which this stands.</summary>
    public const string RecordKey = "account";

    /// <summary>Unbound: it is refused everything.</summary>
    public bool IsBlocked => Ended is not null;

    /// <summary>The canonical address.</summary>
    public string Address => Profile.Value.AccountAddress!;

    /// <summary>The record.</summary>
    public PrivateRecord ToRecord() => new(PrivateLabel.Account, RecordKey, SchemaJson.Encode(new AccountUser
    {
        ProfileUdf = Profile.Value.Udf,
        Status = IsBlocked ? Schema.AccountStatus.Blocked : Schema.AccountStatus.Connected,
        Suspended = IsSuspended,
        Ended = Ended,
        Quota = Quota,
        EnvelopedProfileUser = Profile.Envelope,
        EnvelopedAccountHostAssignment = Assignment,
    }));

    /// <summary>Reads the record.</summary>
    /// <exception cref="SchemaException">It is not what this service writes.</exception>
    public static HostedAccount Read(AccountName name, byte[] content)
    {
        AccountUser user = SchemaJson.Decode<AccountUser>(content);
        Verified<ProfileUser> profile = ProfileValidator.ValidateAs(user.EnvelopedProfileUser, name.ToString());
        Enveloped<AccountHostAssignment> assignment = user.EnvelopedAccountHostAssignment
            ?? throw new SchemaException(SchemaError.RuleBroken, "the account has no host assignment");
        return new HostedAccount(name, profile, assignment, user.Ended, user.Suspended, user.Quota);
    }
}
