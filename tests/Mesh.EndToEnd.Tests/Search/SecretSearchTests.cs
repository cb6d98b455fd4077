using Mesh.Encoding;

namespace Mesh.EndToEnd.Tests;

/// <summary>The search finds what is there: without this, finding nothing would say nothing.</summary>
public sealed class SecretSearchTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(32)]
    [InlineData(56)]
    [InlineData(57)]
    public void A_secret_is_found_in_every_spelling_at_every_alignment(int length)
    {
        var random = new SeededRandom("spellings " + length);
        byte[] secret = random.Bytes(length);
        var search = new SecretSearch([new Secret("it", secret), new Secret("another", random.Bytes(length))]);
        int tried = 0;
        foreach ((string how, byte[] spelled) in Spellings(secret, random))
        {
            foreach (int noise in new[] { 0, 1, 1000 })
            {
                byte[] haystack = [.. random.Bytes(noise), .. spelled, .. random.Bytes(noise)];
                Assert.True(search.Find(haystack).SequenceEqual(["it"]), $"{how}, {noise} octets around it");
                tried++;
            }
        }

        Assert.True(tried > 100, $"{tried} spellings");
        Assert.Empty(search.Find(random.Bytes(1 << 20)));
    }

    [Fact]
    public void A_text_is_found_in_files_of_any_form()
    {
        var search = new SecretSearch([Secret.OfText("text password", "Bf1-walnut-harbour"), Secret.OfText("text site", "bank.example")]);
        Assert.Equal(["text password"], search.Find("{\"Password\":\"Bf1-walnut-harbour\"}"u8));
        Assert.Equal(["text password", "text site"], search.Find([.. TextEncoding.Unicode.GetBytes("Bf1-walnut-harbour"), .. "bank.example"u8]));
        Assert.Equal(["text site"], search.Find(TextEncoding.ASCII.GetBytes(Convert.ToBase64String("{\"Service\":\"bank.example\"}"u8))));
        Assert.Empty(search.Find("walnut harbour, bank of example"u8));
    }

    private static IEnumerable<(string How, byte[] Octets)> Spellings(byte[] secret, SeededRandom random)
    {
        yield return ("as it is", secret);
        yield return ("hexadecimal", TextEncoding.ASCII.GetBytes(Convert.ToHexString(secret)));
        yield return ("lower hexadecimal", TextEncoding.ASCII.GetBytes(Convert.ToHexStringLower(secret)));
        yield return ("hexadecimal in groups", TextEncoding.ASCII.GetBytes(BitConverter.ToString(secret)));
        for (int before = 0; before < 6; before++)
        {
            for (int after = 0; after < 6; after++)
            {
                byte[] placed = [.. random.Bytes(before), .. secret, .. random.Bytes(after)];
                string where = $", {before} before and {after} after";
                string base64 = Convert.ToBase64String(placed);
                yield return ("base64" + where, TextEncoding.ASCII.GetBytes(base64));
                yield return ("base64 in lines" + where, TextEncoding.ASCII.GetBytes(string.Join("\r\n", base64.Chunk(7).Select(c => new string(c)))));
                yield return ("base64url" + where, TextEncoding.ASCII.GetBytes(Base64UrlText.Encode(placed)));
                string base32 = Base32.Encode(placed);
                yield return ("Base32" + where, TextEncoding.ASCII.GetBytes(base32));
                yield return ("lower Base32" + where, TextEncoding.ASCII.GetBytes(base32.ToLowerInvariant()));
                yield return ("Base32 without dashes" + where, TextEncoding.ASCII.GetBytes(base32.Replace("-", "", StringComparison.Ordinal)));
            }
        }
    }
}
