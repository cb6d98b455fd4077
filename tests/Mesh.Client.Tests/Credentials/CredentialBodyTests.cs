using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>The plain form of a password entry is read as the serialiser reads it; every other form is the serialiser's.</summary>
public sealed class CredentialBodyTests
{
    [Theory]
    [InlineData("""{"CatalogedCredential":{"Service":"ftp.example.com","Username":"alice","Password":"p\u00e9\n\"\\"}}""")]
    [InlineData("""{"CatalogedCredential":{"Protocol":"https","Service":"a"}}""")]
    [InlineData("""{"CatalogedCredential":{}}""")]
    [InlineData("""{"CatalogedCredential":{"Protocol":null,"Service":"a"}}""")]
    [InlineData("""{"CatalogedCredential":{"Labels":["x"],"LocalName":"l","Uid":"u","Service":"a"}}""")]
    [InlineData("""{"CatalogedCredential":{"Service":"a","EnvelopedCheckpoint":[{},"e30",{}]}}""")]
    [InlineData("""{"CatalogedCredential":{"Service":"a","EnvelopedCheckpoint":[{},"e30"]}}""")]
    [InlineData("""{"CatalogedCredential":{"Later":{"a":[1]},"Service":"a"}}""")]
    [InlineData(""" { "CatalogedCredential" : { "Service" : "a" } } """)]
    public void Both_readers_agree(string body)
    {
        using CatalogedCredential decoded = SchemaJson.Decode<CatalogedCredential>(System.Text.Encoding.UTF8.GetBytes(body));
        var expected = new Credential(decoded.Protocol ?? "", decoded.Service ?? "", decoded.Username ?? "", decoded.Password?.RevealText() ?? "");
        Credential read = CredentialBody.Read(System.Text.Encoding.UTF8.GetBytes(body));
        Assert.Equal(expected, read);
        Assert.Equal(decoded.PrimaryKey, read.Key);
    }

    [Theory]
    [InlineData("""{"CatalogedCredential":{"Service":1}}""")]
    [InlineData("""{"CatalogedCredential":{"Service":"a","Service":"b"}}""")]
    [InlineData("""{"CatalogedCredential":[]}""")]
    [InlineData("""{"CatalogedCredential":{"Service":"a"},"X":{}}""")]
    [InlineData("""{"CatalogedBookmark":{"Service":"a"}}""")]
    [InlineData("""{"CatalogedCredential":{"ClientAuthentication":"x"}}""")]
    [InlineData("""{"CatalogedCredential":{"EnvelopedCheckpoint":"x"}}""")]
    [InlineData("""{"CatalogedCredential":{"EnvelopedCheckpoint":[1,2,3]}}""")]
    [InlineData("x")]
    public void What_is_no_entry_is_refused(string body) => Assert.Throws<SchemaException>(() => CredentialBody.Read(System.Text.Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Changed_octets_are_read_as_the_serialiser_reads_them()
    {
        var random = new SeededRandom("credential body");
        byte[] valid = System.Text.Encoding.UTF8.GetBytes("""{"CatalogedCredential":{"Protocol":"p","Service":"ftp","Username":"u","Password":"\u00e9"}}""");
        int same = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] octets = [.. valid];
            octets[random.Next(octets.Length)] = (byte)random.Next(256);
            Credential? expected = Decode(octets);
            Credential? read = Try(() => CredentialBody.Read(octets));
            Assert.Equal(expected, read);
            same += read is null ? 0 : 1;
        }

        Assert.InRange(same, 500, 9500);
    }

    private static Credential? Decode(byte[] octets) => Try(() =>
    {
        using CatalogedCredential decoded = SchemaJson.Decode<CatalogedCredential>(octets);
        return new Credential(decoded.Protocol ?? "", decoded.Service ?? "", decoded.Username ?? "", decoded.Password?.RevealText() ?? "");
    });

    private static Credential? Try(Func<Credential> read)
    {
        try
        {
            return read();
        }
        catch (SchemaException)
        {
            return null;
        }
    }
}
