namespace Mesh.Client;

/// <summary>How far an account has come on this machine.</summary>
public enum AccountState
{
    /// <summary>Creation was interrupted; <c>account create</c> with the same address finishes it.</summary>
    Creating,

    /// <summary>This device asked to join and the answer is not here yet.</summary>
    Pending,

    /// <summary>This device belongs to the account.</summary>
    Connected,

    /// <summary>This device was removed; its keys are erased.</summary>
    Removed,
}
