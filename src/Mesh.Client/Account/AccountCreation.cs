namespace Mesh.Client;

/// <summary>How an account is to be made.</summary>
public sealed record AccountCreation
{
    /// <summary>A short name for it on this machine.</summary>
    public string? LocalName { get; init; }

    /// <summary>Describes this device to the person's other devices.</summary>
    public string? DeviceDescription { get; init; }

    /// <summary>How many recovery shares to make, and how many of them recover; none for null.</summary>
    public EscrowRequest? Escrow { get; init; }

    /// <summary>
    /// Called once, with the shares where they were asked for, before this device gets its keys; answers whether it gets the profile key and
    /// keeps the seed (Mesh rulings 8). The shares have to be out of the process's hands when it returns: they are not given again. What it
    /// throws ends the creation, which can be taken up again.
    /// </summary>
    public Func<IssuedShares?, bool> KeepProfileKey { get; init; } = static _ => true;
}
