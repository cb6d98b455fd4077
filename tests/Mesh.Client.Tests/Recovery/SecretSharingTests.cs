using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Client.Tests;

/// <summary>Sharing secrets and getting them back (Mesh rulings 21; P-31).</summary>
public sealed class SecretSharingTests
{
    private static SecretSharing Sharing(string seed) =>
        new(new SeededRandom(seed), new ManualTime(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero)));

    private static CollectedShares Collect(params string[] lines)
    {
        var shares = new CollectedShares();
        for (int i = 0; i < lines.Length; i++)
        {
            shares.Add(lines[i], $"line {i + 1}");
        }

        return shares;
    }

    private static ClientException Refused(params string[] lines) => Assert.Throws<ClientException>(() =>
    {
        using CollectedShares shares = Collect(lines);
        shares.Recover().Dispose();
    });

    [Theory]
    [Requirement("ESC-01", "ESC-09")]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    [InlineData(15, 15)]
    public void Any_quorum_of_the_sheets_recovers_the_secret(int threshold, int count)
    {
        foreach (int length in new[] { 16, 24, 32, 64 })
        {
            using IssuedShares issued = Sharing($"any {threshold} {count} {length}").Generate(length, threshold, count);
            Assert.Equal(count, issued.Shares.Count);
            Assert.All(issued.Shares, s => Assert.Equal(threshold, s.Threshold));
            for (int first = 0; first + threshold <= count; first++)
            {
                using CollectedShares shares = Collect([.. Enumerable.Range(first, threshold).SelectMany(i => issued.Sheet(i).Split('\n'))]);
                using RecoveredSecret secret = shares.Recover();
                Assert.Equal(issued.RevealNewSecret(), secret.RevealUdf());
                Assert.Equal(issued.SetId, secret.SetId);
                Assert.Equal((0, false, true), (secret.Extra, secret.IsSigned, secret.IsChecked));
            }
        }
    }

    [Fact]
    [Requirement("ESC-01")]
    public void The_set_of_an_accounts_seed_is_signed_by_the_account()
    {
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("account"));
        using IssuedShares issued = Sharing("signed").Share(seed.RevealUdf(), 2, 3);
        using CollectedShares shares = Collect([.. issued.Sheet(2).Split('\n'), .. issued.Sheet(0).Split('\n'), .. issued.Sheet(1).Split('\n')]);
        Assert.Equal(issued.AccountUdf, shares.AccountUdf);
        using RecoveredSecret secret = shares.Recover();
        Assert.Equal(seed.RevealUdf(), secret.RevealUdf());
        Assert.Equal((1, true), (secret.Extra, secret.IsSigned));
        Assert.Equal(issued.AccountUdf, secret.AccountUdf);
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("")]
    [InlineData("Z")]
    [InlineData("correct horse battery staple")]
    [InlineData("MDLI-GX2C-3OQB-BVWI-REXY-EB56-JG4R")]
    public void A_chosen_secret_is_refused(string secret) =>
        Assert.Equal(ClientError.Refused, Assert.Throws<ClientException>(() => Sharing("chosen").Share(secret, 2, 3)).Code);

    [Fact]
    public void A_secret_below_128_bits_is_refused()
    {
        using SymmetricKey fifteen = SymmetricKey.FromOctets(new SeededRandom("short").Bytes(15));
        using SymmetricKey sixteen = SymmetricKey.FromOctets(new SeededRandom("short").Bytes(16));
        Assert.Equal(ClientError.Refused, Assert.Throws<ClientException>(() => Sharing("short").Share(fifteen.RevealUdf(), 2, 3)).Code);
        Sharing("short").Share(sixteen.RevealUdf(), 2, 3).Dispose();
        using KeySeed seed = KeySeed.FromBinary([0xC8, 0x01, 0x02, .. new byte[15]]);
        Assert.Equal(ClientError.Refused, Assert.Throws<ClientException>(() => Sharing("short").Share(seed.RevealUdf(), 2, 3)).Code);
    }

    [Fact]
    public void A_key_that_reads_as_a_seed_is_refused()
    {
        using SymmetricKey key = SymmetricKey.FromOctets([0xC8, 0x01, 0x02, .. new SeededRandom("like a seed").Bytes(32)]);
        Assert.Equal(ClientError.Refused, Assert.Throws<ClientException>(() => Sharing("like").Share(key.RevealUdf(), 2, 3)).Code);
    }

    [Fact]
    [Requirement("ESC-03")]
    public void Every_mistyped_character_is_noticed_and_the_share_named()
    {
        using IssuedShares issued = Sharing("typo").Generate(16, 2, 3);
        string good = issued.Shares[0].RevealUdf();
        for (int i = 0; i < good.Length; i++)
        {
            if (good[i] == '-')
            {
                continue;
            }

            string bad = good[..i] + (good[i] == 'Q' ? 'R' : 'Q') + good[(i + 1)..];
            ClientException e = Refused(bad, issued.Shares[1].RevealUdf(), issued.Set);
            Assert.True(e.Code is ClientError.Verification or ClientError.InvalidInput, e.Message);
            Assert.Contains("line 1", e.Message, StringComparison.Ordinal);
            if (e.Code == ClientError.InvalidInput)
            {
                continue;
            }

            // With enough others it is named all the same, and not needed. Without the set nobody knows who is right.
            using CollectedShares shares = Collect(bad, issued.Shares[1].RevealUdf(), issued.Shares[2].RevealUdf(), issued.Set);
            Assert.Contains("(line 1) does not belong", shares.Bad(), StringComparison.Ordinal);
            Assert.Equal([false, true, true], shares.Check().Select(c => c.Belongs));
            Assert.Equal([2, 3], shares.Numbers);
            using RecoveredSecret secret = shares.Recover();
            Assert.Equal((issued.RevealNewSecret(), 0), (secret.RevealUdf(), secret.Extra));
            Assert.Equal(ClientError.Verification, Refused(bad, issued.Shares[1].RevealUdf(), issued.Shares[2].RevealUdf()).Code);
        }
    }

    [Fact]
    public void Two_shares_of_one_number_are_told_apart_by_the_set_alone()
    {
        using IssuedShares one = Sharing("one").Generate(16, 2, 3);
        using IssuedShares two = Sharing("two").Generate(16, 2, 3);
        string[] mixed = [two.Shares[1].RevealUdf(), one.Shares[1].RevealUdf(), one.Shares[0].RevealUdf()];
        ClientException e = Refused(mixed);
        Assert.Equal(ClientError.Verification, e.Code);
        Assert.Contains("line 1 and line 2 both say that they are share 2", e.Message, StringComparison.Ordinal);
        using CollectedShares shares = Collect([.. mixed, one.Set]);
        Assert.Contains("Share 2 (line 1) does not belong", shares.Bad(), StringComparison.Ordinal);
        using RecoveredSecret secret = shares.Recover();
        Assert.Equal(one.RevealNewSecret(), secret.RevealUdf());
    }

    [Fact]
    public void Two_bare_shares_of_a_seed_prove_nothing_though_they_read_as_one()
    {
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("seed"));
        using IssuedShares issued = Sharing("seed").Share(seed.RevealUdf(), 2, 3);

        // What is added to the last octet of share 1 comes out doubled in the last octets of the secret; its head stays that of a seed.
        byte[] octets = Base32.Decode(issued.Shares[0].RevealUdf());
        octets[^1] ^= 1;
        using CollectedShares wrong = Collect(Base32.Encode(octets), issued.Shares[1].RevealUdf());
        using RecoveredSecret secret = wrong.Recover();
        Assert.NotEqual(seed.RevealUdf(), secret.RevealUdf());
        Assert.NotNull(secret.AccountUdf);
        Assert.NotEqual(issued.AccountUdf, secret.AccountUdf);
        Assert.False(secret.IsChecked);
    }

    [Fact]
    public void A_share_is_checked_alone_and_never_without_its_set()
    {
        using IssuedShares issued = Sharing("alone").Generate(16, 3, 5);
        for (int i = 0; i < 5; i++)
        {
            using CollectedShares one = Collect(issued.Sheet(i).Split('\n'));
            Assert.Equal([new CheckedShare(i + 1, 3, "line 3", true)], one.Check());
            Assert.Equal((2, 5), (one.Missing, one.SetCount));
        }

        using CollectedShares bare = Collect(issued.Shares[0].RevealUdf());
        Assert.Equal(ClientError.Verification, Assert.Throws<ClientException>(bare.Check).Code);
        using CollectedShares none = Collect(issued.Set);
        Assert.Equal(ClientError.InvalidInput, Assert.Throws<ClientException>(none.Check).Code);
    }

    [Fact]
    [Requirement("ESC-03")]
    public void Shares_of_different_sets_are_refused()
    {
        using IssuedShares one = Sharing("one").Generate(16, 2, 3);
        using IssuedShares two = Sharing("two").Generate(16, 2, 3);
        Assert.Equal(ClientError.Verification, Refused(one.Shares[0].RevealUdf(), two.Shares[1].RevealUdf(), one.Set).Code);
        Assert.Equal(ClientError.Verification, Refused(one.Shares[0].RevealUdf(), two.Shares[1].RevealUdf(), one.Shares[2].RevealUdf()).Code);
        Assert.Equal(ClientError.Verification, Refused(one.Shares[0].RevealUdf(), two.Shares[0].RevealUdf(), one.Set).Code);
        Assert.Equal(ClientError.Verification, Refused(one.Shares[0].RevealUdf(), two.Shares[0].RevealUdf()).Code);
        Assert.Equal(ClientError.Verification, Refused(one.Set, two.Set).Code);
    }

    [Fact]
    [Requirement("ESC-03")]
    public void Shares_of_another_account_never_yield_its_seed()
    {
        using KeySeed alice = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("alice"));
        using KeySeed mallet = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("mallet"));
        using IssuedShares hers = Sharing("hers").Share(alice.RevealUdf(), 2, 3);
        using IssuedShares his = Sharing("his").Share(mallet.RevealUdf(), 2, 3);
        Assert.Equal(ClientError.Verification, Refused(his.Shares[0].RevealUdf(), his.Shares[1].RevealUdf(), hers.Set).Code);
        Assert.Equal(ClientError.Verification, Refused(hers.Shares[0].RevealUdf(), his.Shares[1].RevealUdf(), hers.Set).Code);

        // Without a set: two seeds mixed give octets that are no seed.
        using CollectedShares mixed = Collect(hers.Shares[0].RevealUdf(), his.Shares[1].RevealUdf());
        try
        {
            using RecoveredSecret secret = mixed.Recover();
            Assert.Null(secret.AccountUdf);
            Assert.False(secret.IsChecked);
        }
        catch (ClientException e)
        {
            Assert.Equal(ClientError.Verification, e.Code);
        }
    }

    [Fact]
    public void A_set_that_was_changed_is_refused()
    {
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("changed"));
        using IssuedShares issued = Sharing("changed").Share(seed.RevealUdf(), 2, 3);
        int refused = 0;
        for (int i = 0; i < issued.Set.Length; i += 7)
        {
            string changed = issued.Set[..i] + (issued.Set[i] == 'A' ? 'B' : 'A') + issued.Set[(i + 1)..];
            try
            {
                // A letter that changes the place of nothing, such as the type in the header, may pass: the statement is the same.
                using CollectedShares shares = Collect(changed, issued.Shares[0].RevealUdf(), issued.Shares[1].RevealUdf());
                using RecoveredSecret secret = shares.Recover();
                Assert.Equal((issued.AccountUdf, issued.SetId), (shares.AccountUdf, shares.SetId));
            }
            catch (ClientException e) when (e.Code is ClientError.Verification or ClientError.InvalidInput)
            {
                refused++;
            }
        }

        Assert.InRange(refused, issued.Set.Length / 10, issued.Set.Length);
    }

    [Fact]
    public void The_same_share_twice_counts_once()
    {
        using IssuedShares issued = Sharing("twice").Generate(16, 3, 3);
        string one = issued.Shares[0].RevealUdf();
        using CollectedShares shares = Collect(one, one, "Share: " + one.ToLowerInvariant(), issued.Shares[1].RevealUdf());
        Assert.Equal((2, 1), (shares.Count, shares.Missing));
        Assert.Equal(ClientError.InvalidInput, Assert.Throws<ClientException>(() => shares.Recover()).Code);
    }

    [Fact]
    public void Two_bare_shares_of_a_key_prove_nothing_and_say_so()
    {
        using IssuedShares issued = Sharing("bare").Generate(16, 2, 3);
        using CollectedShares two = Collect(issued.Shares[0].RevealUdf(), issued.Shares[1].RevealUdf());
        using RecoveredSecret unchecked_ = two.Recover();
        Assert.False(unchecked_.IsChecked);
        using CollectedShares three = Collect([.. issued.Shares.Select(s => s.RevealUdf())]);
        using RecoveredSecret agreed = three.Recover();
        Assert.True(agreed.IsChecked);
    }

    [Fact]
    public void Whatever_is_given_only_the_librarys_exception_comes_out()
    {
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("fuzz"));
        using IssuedShares signed = Sharing("fuzz").Share(seed.RevealUdf(), 2, 3);
        using IssuedShares plain = Sharing("fuzz").Generate(16, 2, 3);
        byte[][] corpus = [.. new[] { signed.Sheet(0) + signed.Sheet(1), plain.Sheet(0) + plain.Sheet(1), signed.Set, plain.Set, "S", "{}", "[]" }
            .Select(System.Text.Encoding.UTF8.GetBytes)];
        new Mutator("collected shares", corpus).Run(
            octets =>
            {
                try
                {
                    using CollectedShares shares = Collect(System.Text.Encoding.UTF8.GetString(octets).Split('\n'));
                    shares.Check();
                    shares.Recover().Dispose();
                }
                catch (ClientException)
                {
                    // As it should.
                }
            },
            2_000);
    }
}
