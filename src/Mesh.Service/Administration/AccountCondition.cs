namespace Mesh.Service;

/// <summary>How the log of an account stands (Mesh account log, Opening).</summary>
public enum AccountCondition
{
    /// <summary>Every frame verifies, and the account is the service's.</summary>
    Sound,

    /// <summary>The last writing was cut short. What was acknowledged is whole; the service mends the rest when it opens the log.</summary>
    Torn,

    /// <summary>What was written is changed or gone: a backup is needed.</summary>
    Corrupt,

    /// <summary>The file cannot be read.</summary>
    Unreadable,
}
