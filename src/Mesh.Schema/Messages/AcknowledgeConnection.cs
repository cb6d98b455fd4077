namespace Mesh.Schema;

/// <summary>
/// The service passes a request on to the account's administrators and tells the device (Mesh schema 12). Its MessageId is the
/// witness. Signed by ServiceSignature.
/// </summary>
public sealed record AcknowledgeConnection : Message
{
    /// <summary>The request as it was received.</summary>
    public required Enveloped<RequestConnection> EnvelopedRequestConnection { get; init; }

    /// <summary>16 fresh random octets.</summary>
    public required byte[] ServerNonce { get; init; }

    /// <summary>The value that both screens show; see <see cref="ConnectionWitness"/>.</summary>
    public required string Witness { get; init; }
}
