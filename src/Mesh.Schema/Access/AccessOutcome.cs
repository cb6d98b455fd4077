namespace Mesh.Schema;

/// <summary>What an Access entry says about a key (Mesh protocol 5, step 3).</summary>
public enum AccessOutcome
{
    /// <summary>No entry, or one that grants nothing: not authorised.</summary>
    NotAuthorized,

    /// <summary>Denied, suspended or removed: the key was known once.</summary>
    Revoked,

    /// <summary>The rights decide.</summary>
    Granted,
}
