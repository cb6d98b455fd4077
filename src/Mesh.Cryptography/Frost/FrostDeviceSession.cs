// FROST for a device and its service in one round trip (Mesh threshold, section 5.5; rulings 19). Both shares of a threshold of 2 are needed. The
// device commits first and signs last; the service answers at once and keeps nothing, so that it never has a signature under way.
//
//   device    session = new FrostDeviceSession(share, service, message, random)     sends session.Request
//   service   response = FrostService.Answer(share, request, policy, random)        sends the response: its commitment (96 or 171) || z (32 or 57)
//   device    signature = session.Finish(response)

namespace Mesh.Cryptography;

/// <summary>
/// One signature of a device together with its service: one message, one pair of nonces, one response. Held in memory only; whatever goes wrong, a
/// new one is begun with a new request.
/// </summary>
public sealed class FrostDeviceSession : IDisposable
{
    private readonly FrostNonces _nonces;
    private readonly int _service;

    /// <summary>Begins a signature of a message that the device agrees to. The share must live until it is finished. Constant time.</summary>
    /// <param name="share">The share of the device; the threshold is 2.</param>
    /// <param name="service">The number of the service's share.</param>
    /// <param name="message">The whole message, at most <see cref="FrostRequest.MaximumMessage"/> octets. Copied.</param>
    /// <param name="random">Asked for 32 octets twice.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/> for another threshold, a service with the number of the device or none from 1 to 65,535, a share in a
    /// Montgomery group; <see cref="CryptoError.InvalidLength"/> for a message that is too long.
    /// </exception>
    public FrostDeviceSession(KeyShare share, int service, ReadOnlySpan<byte> message, IRandomSource random)
    {
        FrostService.RequireTwo(share);
        Holders.Check(service);
        if (service == share.Identifier)
        {
            throw new CryptoException(CryptoError.InvalidParameter, $"Device and service have the same number, {service}.");
        }

        FrostRequest.CheckMessage(message);
        _service = service;
        _nonces = FrostSigning.Commit(share, random);
        Request = new FrostRequest(_nonces.Commitment, message);
    }

    /// <summary>What the service is sent.</summary>
    public FrostRequest Request { get; }

    /// <summary>
    /// Takes the first response, whatever it is, checks the share of the service, and only then computes the share of the device and the signature,
    /// which is verified like any other: 64 or 114 octets. Afterwards, and where it throws, this session is over and its nonces are zeroed. Constant time.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.OutOfOrder"/> for a second response; <see cref="CryptoError.InvalidLength"/>; <see cref="CryptoError.InvalidShares"/> for a
    /// response of another or a share that is wrong, with the service as <see cref="CryptoException.Culprits"/>; otherwise as for
    /// <see cref="FrostCommitment.Decode"/>, <see cref="FrostSignatureShare.Decode"/>.
    /// </exception>
    public byte[] Finish(ReadOnlySpan<byte> response)
    {
        using SecretBytes secrets = _nonces.Take();
        FrostSuite suite = _nonces.Commitment.Suite;
        ShareCommitments key = _nonces.Share.Commitments;
        if (response.Length != FrostService.ResponseSize(suite))
        {
            throw CryptoException.Length($"A response of {suite}", FrostService.ResponseSize(suite), response.Length);
        }

        FrostCommitment commitment = FrostCommitment.Decode(suite, response[..suite.CommitmentSize]);
        FrostBlame.All("The response", "is that of another signer", new[] { _service }.Where(s => s != commitment.Identifier));
        FrostSignatureShare share = FrostSignatureShare.Decode(suite, _service, response[suite.CommitmentSize..]);
        var group = new FrostGroupCommitment(key, Request.Message, [_nonces.Commitment, commitment]);
        FrostBlame.All("The signature share", "is wrong", new[] { _service }.Where(_ => !group.Verify(share)));
        FrostSignatureShare own = group.Respond(_nonces.Share, secrets);
        return FrostSigning.Aggregate(group, key, Request.Message, [own, share]);
    }

    /// <summary>The suite and the number of the device.</summary>
    public override string ToString() => $"{nameof(FrostDeviceSession)}({_nonces.Commitment.Suite}, {_nonces.Commitment.Identifier})";

    /// <summary>Zeroes the nonces.</summary>
    public void Dispose() => _nonces.Dispose();
}
