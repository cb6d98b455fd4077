namespace Mesh.Schema;

/// <summary>
/// The administrator's answer to a device (Mesh schema 12). Its MessageId is the response id of the witness. Sealed to the device's
/// base Encryption key, signed by AdministratorSignature.
/// </summary>
public sealed record RespondConnection : Message
{
    /// <summary>A word of <see cref="ConnectionResult"/>.</summary>
    public required string Result { get; init; }

    /// <summary>The device's entry; present exactly when accepted.</summary>
    public CatalogedDevice? CatalogedDevice { get; init; }

    /// <summary>64 octets: the account knows the PIN that the device used; see <see cref="PinProof.AccountWitness"/>. Ours.</summary>
    public byte[]? AccountWitness { get; init; }
}
