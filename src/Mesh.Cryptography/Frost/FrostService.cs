// The service's side of FROST for two: see FrostDeviceSession.cs.

namespace Mesh.Cryptography;

/// <summary>Signs together with devices, and keeps nothing between requests. May be called from any thread.</summary>
public static class FrostService
{
    /// <summary>Octets of a response: 128 or 228.</summary>
    public static int ResponseSize(FrostSuite suite) => suite.CommitmentSize + suite.ScalarSize;

    /// <summary>
    /// Answers a request that the policy allows: commits and signs at once, with nonces that exist for this call only. Constant time.
    /// </summary>
    /// <param name="share">The share of the service; the threshold is 2.</param>
    /// <param name="request">The request of a device whom the caller has authenticated.</param>
    /// <param name="policy">
    /// Reads the message and the number of the device, and throws where the service does not sign that; what it throws passes through. It is the only
    /// thing between a device, or whoever has stolen one, and a signature.
    /// </param>
    /// <param name="random">Asked for 32 octets twice.</param>
    /// <returns>The commitment of the service, then its signature share; <see cref="ResponseSize"/> octets.</returns>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/> for another threshold or suite; <see cref="CryptoError.InvalidShares"/> for a request with the
    /// service's own number; <see cref="CryptoError.NeutralPoint"/> where the commitments cancel each other out.
    /// </exception>
    public static byte[] Answer(KeyShare share, FrostRequest request, Action<FrostRequest> policy, IRandomSource random)
    {
        RequireTwo(share);
        policy(request);
        using FrostNonces nonces = FrostSigning.Commit(share, random);
        FrostSignatureShare signatureShare = FrostSigning.Sign(nonces, request.Message, [request.Commitment, nonces.Commitment]);
        return [.. nonces.Commitment.Encode(), .. signatureShare.Encode()];
    }

    /// <summary>Refuses a share with which two are too few, or one is enough.</summary>
    internal static void RequireTwo(KeyShare share)
    {
        if (share.Commitments.Threshold != 2)
        {
            throw new CryptoException(
                CryptoError.InvalidParameter, $"A device and a service sign with a threshold of 2, not {share.Commitments.Threshold}.");
        }
    }
}
