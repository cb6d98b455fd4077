// The second half of key generation: see FrostKeyGeneration.cs.

namespace Mesh.Cryptography;

/// <summary>
/// A participant in key generation who has accepted all announcements and waits for the secret shares of the others. Holds secrets in memory;
/// zeroed on disposal. For one thread.
/// </summary>
public sealed class FrostShareExchange : IDisposable
{
    private readonly FrostAnnouncement[] _announcements;
    private readonly int _identifier;
    private readonly byte[] _announcementsHash;
    private FrostSecretShare? _own;

    internal FrostShareExchange(FrostAnnouncement[] announcements, int identifier, SharePolynomial polynomial)
    {
        _announcements = announcements;
        _identifier = identifier;
        FrostSuite suite = announcements[0].Suite;
        _announcementsHash = new byte[suite.HashSize];
        suite.HashAnnouncements([.. announcements.SelectMany(a => a.Encode())], _announcementsHash);
        var shares = new List<FrostSecretShare>();
        foreach (FrostAnnouncement receiver in announcements)
        {
            polynomial.Evaluate(receiver.Identifier, out GroupScalar value);
            var share = new FrostSecretShare(suite, identifier, receiver.Identifier, value);
            value.Clear();
            if (receiver.Identifier == identifier)
            {
                _own = share;
            }
            else
            {
                shares.Add(share);
            }
        }

        Shares = shares;
    }

    /// <summary>
    /// The hash of all announcements in the order of their numbers, 64 or 114 octets. Participants who are to be sure that they have seen the same
    /// announcements compare it before they send shares; where the announcements came by way of one who may lie, they must, on another way.
    /// </summary>
    public ReadOnlySpan<byte> AnnouncementsHash => _announcementsHash;

    /// <summary>What each of the others gets, one for each, in secret. Zeroed when this object is disposed of: send them before.</summary>
    public IReadOnlyList<FrostSecretShare> Shares { get; }

    /// <summary>
    /// Checks what the others sent against what they announced, and adds it up. Where it throws nothing has changed: it may be tried again with what
    /// the culprits send instead. Once it has succeeded this object is spent. Constant time.
    /// </summary>
    /// <param name="shares">One share from each of the others, in any order.</param>
    /// <returns>
    /// The share of this participant. Its commitments, and so the public key, are the same for all who have the same
    /// <see cref="AnnouncementsHash"/>.
    /// </returns>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> with <see cref="CryptoException.Culprits"/>: whose share is missing, there twice, not for this
    /// participant or against its commitments, and who is no other participant; <see cref="CryptoError.NeutralPoint"/> where contributions cancel
    /// each other out; <see cref="CryptoError.OutOfOrder"/> after success.
    /// </exception>
    public KeyShare Finish(IReadOnlyCollection<FrostSecretShare> shares)
    {
        FrostSecretShare own = _own
            ?? throw new CryptoException(CryptoError.OutOfOrder, "The key was generated already, or this participant was disposed of.");
        int[] others = [.. _announcements.Select(a => a.Identifier).Where(i => i != _identifier)];
        FrostBlame.Surplus("Shares", others, shares.Select(s => s.From));
        FrostBlame.Missing("Shares", others, shares.Select(s => s.From));
        FrostBlame.All("Shares", "do not fit what they announced", shares.Where(s => !Fits(s)).Select(s => s.From));

        PrimeGroup group = own.Suite.Group;
        own.Read(out GroupScalar sum);
        try
        {
            foreach (FrostSecretShare share in shares)
            {
                share.Read(out GroupScalar value);
                group.Add(out sum, sum, value);
                value.Clear();
            }

            ShareCommitments commitments = _announcements[0].Commitments;
            foreach (FrostAnnouncement announcement in _announcements.AsSpan(1))
            {
                commitments = commitments.Add(announcement.Commitments.Elements);
            }

            KeyShare result = KeyShare.Create(commitments, _identifier, sum);
            own.Dispose();
            _own = null;
            return result;
        }
        finally
        {
            sum.Clear();
        }
    }

    /// <summary>The suite and the number of the participant.</summary>
    public override string ToString() => $"{nameof(FrostShareExchange)}({_announcements[0].Suite}, {_identifier})";

    /// <summary>Zeroes the shares.</summary>
    public void Dispose()
    {
        _own?.Dispose();
        _own = null;
        foreach (FrostSecretShare share in Shares)
        {
            share.Dispose();
        }
    }

    // [f_i(j)]B is what the commitments of i say of j.
    private bool Fits(FrostSecretShare share)
    {
        FrostAnnouncement announcement = _announcements.Single(a => a.Identifier == share.From);
        if (share.To != _identifier || share.Suite != announcement.Suite)
        {
            return false;
        }

        PrimeGroup group = announcement.Suite.Group;
        SharePolynomial.Evaluate(group, announcement.Commitments.Elements, _identifier, out GroupPoint expected);
        share.Read(out GroupScalar value);
        group.MultiplyBase(out GroupPoint computed, value);
        value.Clear();
        return group.EqualMask(computed, expected) != 0;
    }
}
