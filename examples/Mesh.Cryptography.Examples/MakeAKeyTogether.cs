namespace Mesh.Cryptography.Examples;

public static class MakeAKeyTogether
{
    public static void Run()
    {
        #region MakeAKeyTogether
        // Three parties make a key for Ed448 that nobody ever has; any two of them will sign.
        int[] parties = [1, 2, 3];
        FrostKeyGeneration[] starts = [.. parties.Select(i => new FrostKeyGeneration(FrostSuite.Ed448, i, threshold: 2, parties, SystemRandom.Instance))];

        // Everybody sends everybody an announcement. Then all compare the hash of what they have got, and send each share, in secret, to its receiver.
        FrostAnnouncement[] announcements = [.. starts.Select(s => s.Announcement)];
        FrostShareExchange[] exchanges = [.. starts.Select(s => s.Accept(announcements))];
        Console.WriteLine(exchanges.All(e => e.AnnouncementsHash.SequenceEqual(exchanges[0].AnnouncementsHash))); // True

        // Everybody checks the shares they get and adds them up. A wrong one is refused and its sender named.
        KeyShare[] shares = [.. parties.Select(i => exchanges[i - 1].Finish([.. exchanges.SelectMany(e => e.Shares).Where(s => s.To == i)]))];
        Console.WriteLine(shares.All(s => s.Commitments.Equals(shares[0].Commitments))); // True
        #endregion
    }
}
