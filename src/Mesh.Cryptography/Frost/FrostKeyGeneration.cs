// Key generation without a dealer (Pedersen 1991 with proofs of possession: Komlo and Goldberg 2020, figure 1, in the form of the
// ZcashFoundation's implementation). Each participant i shares a number of its own, f_i(0), among all; the key is the sum of these numbers and
// nobody ever has it.
//
//   1   start = new FrostKeyGeneration(...)         everybody sends everybody start.Announcement
//   2   exchange = start.Accept(announcements)      everybody compares exchange.AnnouncementsHash with everybody, then sends each of
//                                                   exchange.Shares to its receiver, in secret
//   3   share = exchange.Finish(shares)             a KeyShare; the commitments are the same for all
//
// A participant who chooses its contribution when it knows the others' (Mesh threshold, section 3.3) has no proof of possession for it.

namespace Mesh.Cryptography;

/// <summary>
/// A participant in key generation who has announced its polynomial and waits for the announcements of the others. Holds secrets in memory; zeroed on
/// disposal. For one thread.
/// </summary>
public sealed class FrostKeyGeneration : IDisposable
{
    /// <summary>The most participants: the largest threshold.</summary>
    public const int MaximumParticipants = Holders.MaximumThreshold;

    private readonly int[] _participants;
    private readonly int _threshold;
    private SharePolynomial? _polynomial;

    /// <summary>Draws the polynomial of one participant and announces it. Constant time.</summary>
    /// <param name="suite">The ciphersuite.</param>
    /// <param name="identifier">The number of this participant.</param>
    /// <param name="threshold">How many shares will be needed to sign: 2 or more, and at most the number of participants.</param>
    /// <param name="participants">The numbers of all, this one among them: distinct, 1 to 65,535, at most <see cref="MaximumParticipants"/>.</param>
    /// <param name="random">Asked for 64 or 114 octets for each coefficient, a_0 first, then for 32 for the proof.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/>, <see cref="CryptoError.InvalidShares"/> for a participant twice.
    /// </exception>
    public FrostKeyGeneration(FrostSuite suite, int identifier, int threshold, IReadOnlyCollection<int> participants, IRandomSource random)
    {
        if (threshold < 2 || participants.Count > MaximumParticipants || !participants.Contains(identifier))
        {
            throw new CryptoException(
                CryptoError.InvalidParameter,
                $"A threshold of {threshold} with {participants.Count} participants is not possible, or {identifier} is none of them: "
                + $"2 <= threshold, participants <= {MaximumParticipants}.");
        }

        Holders.CheckThreshold(threshold, participants.Count);
        Holders.Check(participants, threshold);
        _participants = [.. participants.Order()];
        _threshold = threshold;
        suite.Group.Random(random, out GroupScalar secret);
        _polynomial = SharePolynomial.Draw(suite.Group, secret, threshold, random);
        Announcement = FrostAnnouncement.Make(suite, identifier, secret, _polynomial.Commit(), random);
        secret.Clear();
    }

    /// <summary>What every other participant gets, all of them the same.</summary>
    public FrostAnnouncement Announcement { get; }

    /// <summary>
    /// Checks what all have announced and computes the shares of the others. Where it throws nothing has changed: it may be tried again with what
    /// the culprits announce instead. Once it has succeeded this object is spent.
    /// </summary>
    /// <param name="announcements">Those of all participants, this one's too, in any order.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> with <see cref="CryptoException.Culprits"/>: who is missing, there twice or no participant, whose
    /// commitments are of another suite or threshold, whose proof of possession is wrong, or whose announcement (this one's) was changed;
    /// <see cref="CryptoError.OutOfOrder"/> after success.
    /// </exception>
    public FrostShareExchange Accept(IReadOnlyCollection<FrostAnnouncement> announcements)
    {
        SharePolynomial polynomial = _polynomial
            ?? throw new CryptoException(CryptoError.OutOfOrder, "The announcements were accepted already, or this participant was disposed of.");
        FrostBlame.Surplus("Announcements", _participants, announcements.Select(a => a.Identifier));
        FrostBlame.Missing("Announcements", _participants, announcements.Select(a => a.Identifier));
        FrostBlame.All(
            "Announcements",
            "were changed",
            announcements.Select(a => a.Identifier).Where(i => i == Announcement.Identifier && !announcements.Contains(Announcement)));
        FrostBlame.All(
            "Commitments",
            $"are not of {Announcement.Suite} with threshold {_threshold}",
            announcements.Where(a => a.Suite != Announcement.Suite || a.Commitments.Threshold != _threshold).Select(a => a.Identifier));
        FrostBlame.All("Proofs of possession", "are wrong", announcements.Where(a => !a.VerifyProof()).Select(a => a.Identifier));

        var exchange = new FrostShareExchange([.. announcements.OrderBy(a => a.Identifier)], Announcement.Identifier, polynomial);
        _polynomial = null;
        polynomial.Dispose();
        return exchange;
    }

    /// <summary>The suite and the number of the participant.</summary>
    public override string ToString() => $"{nameof(FrostKeyGeneration)}({Announcement.Suite}, {Announcement.Identifier})";

    /// <summary>Zeroes the polynomial.</summary>
    public void Dispose()
    {
        _polynomial?.Dispose();
        _polynomial = null;
    }
}
