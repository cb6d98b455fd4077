namespace Mesh.Schema;

/// <summary>An acknowledgement that was verified, the request in it included.</summary>
public sealed class VerifiedAcknowledge
{
    internal VerifiedAcknowledge(
        Verified<AcknowledgeConnection> acknowledge, VerifiedRequest request, Verified<ProfileUser> account, string witness)
    {
        Acknowledge = acknowledge;
        Request = request;
        Account = account;
        Witness = witness;
    }

    /// <summary>The acknowledgement.</summary>
    public Verified<AcknowledgeConnection> Acknowledge { get; }

    /// <summary>The request that it acknowledges.</summary>
    public VerifiedRequest Request { get; }

    /// <summary>The account that went into the witness; only it may answer.</summary>
    public Verified<ProfileUser> Account { get; }

    /// <summary>The witness as computed here: what the screen shows, all 28 characters.</summary>
    public string Witness { get; }

    /// <summary>The MessageId of the answer.</summary>
    public string ResponseId => ConnectionWitness.ResponseId(Witness);
}
