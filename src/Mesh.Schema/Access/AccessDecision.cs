namespace Mesh.Schema;

/// <summary>
/// The answer of the Access catalog for one key (Mesh protocol 5, step 3; Mesh schema 10). It holds for one request: a removed device
/// stops with its next one.
/// </summary>
/// <param name="Outcome">Whether to look at the rights.</param>
/// <param name="Rights">The rights; none unless granted.</param>
public readonly record struct AccessDecision(AccessOutcome Outcome, AccessRights Rights)
{
    /// <summary>The decision for a key whose live entry is <paramref name="entry"/>, for the kind of holder <paramref name="mode"/>.</summary>
    /// <param name="entry">The entry with <c>Id</c> equal to the UDF of the key, or null.</param>
    /// <param name="mode"><see cref="CapabilityMode.Device"/> for requests, <see cref="CapabilityMode.Account"/> for senders.</param>
    public static AccessDecision Of(CatalogedAccess? entry, string mode) => entry?.Capability switch
    {
        NullCapability => Denied(AccessOutcome.Revoked),
        AccessCapability { Active: false } => Denied(AccessOutcome.Revoked),
        AccessCapability access when (access.Mode ?? CapabilityMode.Device) == mode =>
            new(AccessOutcome.Granted, new AccessRights(access.Rights)),
        _ => Denied(AccessOutcome.NotAuthorized),
    };

    private static AccessDecision Denied(AccessOutcome outcome) => new(outcome, AccessRights.None);
}
