namespace Mesh.Dare;

/// <summary>What became of a transaction. Failures of the medium are exceptions, because then it is not known.</summary>
public enum CommitOutcome
{
    /// <summary>It is durable.</summary>
    Committed,

    /// <summary>The request was carried out before; the response is the stored one. Nothing was changed.</summary>
    Repeated,

    /// <summary>A store has another count or root than expected (409). Nothing was changed.</summary>
    Conflict,

    /// <summary>A condition of the transaction does not hold any more: whoever decided on it decides anew. Nothing was changed.</summary>
    Outdated,

    /// <summary>The ID of the request was used for another payload (409). Nothing was changed.</summary>
    RequestReused,

    /// <summary>Too many unexpired requests (429). Nothing was changed.</summary>
    OverQuota,

    /// <summary>The account is blocked, and the transaction does not end that. Nothing was changed.</summary>
    Blocked,
}
