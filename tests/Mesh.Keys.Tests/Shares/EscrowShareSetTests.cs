using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys.Tests.Shares;

public class EscrowShareSetTests
{
    [Fact]
    public void A_commitment_is_the_half_of_SHA_512_over_name_set_number_and_share()
    {
        EscrowShare[] shares = Shares(2, 3);
        byte[] setId = new SeededRandom("set").Bytes(16);
        var set = EscrowShareSet.Create(shares, new KnownRandom(setId));
        Assert.Equal((2, 3), (set.Threshold, set.Count));
        string[] expected = [.. shares.Select((share, i) =>
        {
            using SecretBytes binary = share.RevealBinary();
            byte[] input = [.. "MeshShare-1"u8, .. setId, (byte)(i + 1), .. binary.Reveal()];
            return Base64UrlText.Encode(SHA512.HashData(input).AsSpan(0, 32));
        })];
        Assert.Equal(
            $$$"""{"ShareSet":{"SetId":"{{{Base64UrlText.Encode(setId)}}}","Threshold":2,"Count":3,"Commitments":["{{{expected[0]}}}","{{{expected[1]}}}","{{{expected[2]}}}"]}}""",
            Write(set));
    }

    [Fact]
    public void A_set_that_was_read_knows_its_shares_and_no_others()
    {
        EscrowShare[] shares = Shares(2, 3);
        EscrowShareSet set = Read(Write(EscrowShareSet.Create(shares, new SeededRandom("set"))));
        Assert.All(shares, s => Assert.True(set.Contains(s)));
        Assert.All(Shares(3, 3), s => Assert.False(set.Contains(s)));
        Assert.All(Shares(2, 4, "others"), s => Assert.False(set.Contains(s)));
        EscrowShareSet other = EscrowShareSet.Create(shares, new SeededRandom("another"));
        Assert.NotEqual(Write(set), Write(other));
    }

    [Fact]
    public void No_set_is_made_that_commits_to_the_secret_or_to_one_that_can_be_guessed()
    {
        Assert.Equal(KeyError.Shares, Refused(Shares(1, 3)));
        using var guessable = new SecretBytes(new byte[15]);
        Assert.Equal(KeyError.Shares, Refused([.. EscrowShares.Split(guessable, 2, 3, new SeededRandom("s"))]));
    }

    [Fact]
    public void A_set_is_made_of_all_shares_of_one_split()
    {
        Assert.Equal(KeyError.Shares, Refused([]));
        Assert.Equal(KeyError.Shares, Refused(Shares(3, 3)[..2]));
        Assert.Equal(KeyError.Shares, Refused([.. Shares(2, 3).Reverse()]));
        Assert.Equal(KeyError.Shares, Refused([Shares(2, 3)[0], Shares(3, 3)[1], Shares(2, 3)[2]]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ShareSet":{}}""")]
    [InlineData("""{"ShareSet":{"SetId":"AAAAAAAAAAAAAAAAAAAAAA","Threshold":2,"Count":1,"Commitments":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]}}""")]
    [InlineData("""{"ShareSet":{"SetId":"AAAAAAAAAAAAAAAAAAAAAA","Threshold":0,"Count":1,"Commitments":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]}}""")]
    [InlineData("""{"ShareSet":{"SetId":"AAAAAAAAAAAAAAAAAAAAAA","Threshold":2,"Count":2,"Commitments":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]}}""")]
    [InlineData("""{"ShareSet":{"SetId":"AAAAAAAAAAAAAAAAAAAAAA","Threshold":2,"Count":2,"Commitments":["AAAA","AAAA"]}}""")]
    [InlineData("""{"ShareSet":{"SetId":"AAAA","Threshold":2,"Count":2,"Commitments":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]}}""")]
    [InlineData("""{"ShareSet":{"SetId":"AAAAAAAAAAAAAAAAAAAAAA","Threshold":"2","Count":2,"Commitments":[1,2]}}""")]
    [InlineData("""{"ShareSet":{"SetId":"AAAAAAAAAAAAAAAAAAAAAA","Threshold":2,"Count":4294967298,"Commitments":[]}}""")]
    public void Other_objects_are_refused(string json) =>
        Assert.Equal(KeyError.Json, Assert.Throws<KeyException>(() => Read(json)).Code);

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void A_set_has_as_many_shares_as_are_made(int count, bool accepted)
    {
        string commitments = string.Join(',', Enumerable.Repeat('"' + new string('A', 43) + '"', count));
        string json = $$$"""{"ShareSet":{"SetId":"AAAAAAAAAAAAAAAAAAAAAA","Threshold":2,"Count":{{{count}}},"Commitments":[{{{commitments}}}]}}""";
        if (accepted)
        {
            Assert.Equal(count, Read(json).Count);
        }
        else
        {
            Assert.Equal(KeyError.Json, Assert.Throws<KeyException>(() => Read(json)).Code);
        }
    }

    private static KeyError Refused(EscrowShare[] shares) =>
        Assert.Throws<KeyException>(() => EscrowShareSet.Create(shares, new SeededRandom("set"))).Code;

    private static EscrowShare[] Shares(int threshold, int count, string seed = "shares")
    {
        using var secret = new SecretBytes(new SeededRandom("secret").Bytes(16));
        return [.. EscrowShares.Split(secret, threshold, count, new SeededRandom(seed))];
    }

    private static string Write(EscrowShareSet set) => System.Text.Encoding.UTF8.GetString(StrictJson.Write(set.WriteTo));

    private static EscrowShareSet Read(string json)
    {
        using JsonDocument document = StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes(json));
        return EscrowShareSet.Read(document.RootElement);
    }
}
