using System.Collections.Immutable;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

/// <summary>The signed set of an account's recovery shares (Mesh rulings 21).</summary>
public sealed class ShareSetTests
{
    private static World Alice => World.Alice;

    private static readonly KeySeed Seed = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("share set"));
    private static readonly AccountKeySet Keys = AccountKeySet.Of(Seed);
    private static readonly IReadOnlyList<EscrowShare> Shares = EscrowShares.Split(Seed, 2, 3, new SeededRandom("shares"));
    private static readonly EscrowShareSet Set = EscrowShareSet.Create(Shares, new SeededRandom("set"));

    [Fact]
    public void A_signed_set_checks_its_shares_and_says_whose_they_are()
    {
        Enveloped<ShareSet> signed = ShareSetBuilder.Sign(Alice.Sealer, Set, Keys.Profile);
        Verified<ShareSet> read = ShareSetValidator.Validate(EnvelopedReader.Parse<ShareSet>(signed.ToJson()));
        Assert.Equal(Keys.Profile.Kid, read.Value.ProfileSignature.PublicParameters!.Kid);
        EscrowShareSet set = read.Value.ToEscrow();
        Assert.All(Shares, share => Assert.True(set.Contains(share)));
        EscrowShare foreign = EscrowShares.Split(Seed, 2, 3, new SeededRandom("others"))[0];
        Assert.False(set.Contains(foreign));
    }

    [Fact]
    public void A_set_that_another_key_signed_is_refused()
    {
        ShareSet statement = Statement();
        Assert.Equal(SchemaError.SignatureInvalid, Refused(Forge.Clear(statement, World.Mallet.AccountKeys.Profile, null)));
        Assert.Equal(SchemaError.SignatureInvalid, Refused(Forge.Clear(statement, Keys.Administrator, null)));
    }

    [Fact]
    public void A_set_whose_numbers_do_not_fit_is_refused()
    {
        ShareSet good = Statement();
        ShareSetValidator.Validate(Forge.Clear(good, Keys.Profile, null));
        ShareSet[] wrong =
        [
            good with { Threshold = 1 }, good with { Threshold = 4 }, good with { Count = 2 }, good with { Count = 16 },
            good with { SetId = new byte[15] }, good with { Commitments = [.. good.Commitments.Take(2)] },
            good with { Commitments = [.. good.Commitments.Skip(1), new byte[31]] },
            good with { Commitments = ImmutableArray<byte[]>.Empty, Count = 0, Threshold = 0 },
        ];
        foreach (ShareSet set in wrong)
        {
            Assert.Equal(SchemaError.Malformed, Refused(Forge.Clear(set, Keys.Profile, null)));
        }
    }

    [Fact]
    public void A_set_with_a_key_that_is_no_signature_key_is_refused()
    {
        Assert.Equal(SchemaError.KeyInvalid, Refused(Forge.Clear(Statement() with { ProfileSignature = KeyData.Of(Keys.Encryption.Public) }, Keys.Profile, null)));
        Assert.Equal(SchemaError.KeyInvalid, Refused(Forge.Clear(Statement() with { ProfileSignature = new KeyData() }, Keys.Profile, null)));
    }

    private static ShareSet Statement() => ShareSetBuilder.Sign(Alice.Sealer, Set, Keys.Profile).ReadUnverified();

    private static SchemaError Refused(Enveloped<ShareSet> set) =>
        Assert.Throws<SchemaException>(() => ShareSetValidator.Validate(set)).Code;
}
