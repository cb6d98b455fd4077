using System.Text.Json;

namespace Mesh.Encoding.Tests.Keys;

public class SymmetricKeyIdentifierTests
{
    private static readonly VectorSet Dare = new("dare.json");

    public static TheoryData<string> Seeds => Dare.Ids("key-id");

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Gives_the_identifiers_of_base_seeds(string id)
    {
        JsonElement vector = Dare[id];
        byte[] seed = vector.In("base_seed").Hex();
        Assert.Equal(vector.Expected("kid_computed").Text(), SymmetricKeyIdentifier.Compute(seed, vector.In("content_type").Text()));
        Assert.Equal(vector.Expected("kid_computed").Text(), SymmetricKeyIdentifier.OfSeed(seed));
    }

    [Fact]
    public void Gives_the_published_identifier_of_a_seed_made_with_the_later_tag()
    {
        JsonElement vector = new VectorSet("cryptography.json")["crypto-d12-seed-id"];
        byte[] key = vector.In("key").Hex();
        Assert.Equal(vector.Expected("udf").Text(), SymmetricKeyIdentifier.Compute(key, SymmetricKeyIdentifier.PublicationContentType));
        Assert.StartsWith("EBQ", SymmetricKeyIdentifier.OfSeed(key), StringComparison.Ordinal);
        Assert.NotEqual(vector.Expected("udf").Text(), SymmetricKeyIdentifier.OfSeed(key));
    }

    [Fact]
    public void Gives_the_published_identifier_of_a_publication() => Assert.Equal(
        "EBQB-KJVT-BYND-4GE2-U65R-FZFH-4C7O",
        SymmetricKeyIdentifier.OfPublication(Udf.Parse("EDRL-4MZP-3OUD-OZBS-SPZN-7OSO-OM").Data.Span));
}
