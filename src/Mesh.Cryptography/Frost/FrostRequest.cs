// What a device asks of its service in the form for two (FrostDeviceSession.cs). Octets: the commitment of the device (96 or 171), then the message.

namespace Mesh.Cryptography;

/// <summary>A request to sign a message together with a device. Public.</summary>
public sealed class FrostRequest
{
    /// <summary>Octets of the longest message: 16 MiB.</summary>
    public const int MaximumMessage = 16 * 1024 * 1024;

    private readonly byte[] _message;

    /// <summary>A request from its parts, where they come apart.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> for a message that is too long.</exception>
    public FrostRequest(FrostCommitment commitment, ReadOnlySpan<byte> message)
    {
        CheckMessage(message);
        Commitment = commitment;
        _message = message.ToArray();
    }

    /// <summary>Reads a request.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/> for fewer octets than a commitment has, and for a message that is too long; as for
    /// <see cref="FrostCommitment.Decode"/>.
    /// </exception>
    public static FrostRequest Decode(FrostSuite suite, ReadOnlySpan<byte> octets)
    {
        if (octets.Length < suite.CommitmentSize)
        {
            throw new CryptoException(
                CryptoError.InvalidLength, $"A request of {suite} is {suite.CommitmentSize} octets and a message, not {octets.Length} octets.");
        }

        return new FrostRequest(FrostCommitment.Decode(suite, octets[..suite.CommitmentSize]), octets[suite.CommitmentSize..]);
    }

    /// <summary>The commitment of the device, with its number.</summary>
    public FrostCommitment Commitment { get; }

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Message => _message;

    /// <summary>The octets.</summary>
    public byte[] Encode() => [.. Commitment.Encode(), .. _message];

    /// <summary>The suite and the number of the device.</summary>
    public override string ToString() => $"{nameof(FrostRequest)}({Commitment.Suite}, {Commitment.Identifier})";

    /// <summary>Refuses a message that is too long.</summary>
    internal static void CheckMessage(ReadOnlySpan<byte> message)
    {
        if (message.Length > MaximumMessage)
        {
            throw new CryptoException(CryptoError.InvalidLength, $"A message to be signed is at most {MaximumMessage} octets, not {message.Length}.");
        }
    }
}
