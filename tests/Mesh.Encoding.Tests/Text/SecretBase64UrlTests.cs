namespace Mesh.Encoding.Tests.Text;

public class SecretBase64UrlTests
{
    [Fact]
    public void Writes_what_the_other_writer_writes()
    {
        var random = new SeededRandom("secret base64url");
        for (int length = 0; length < 200; length++)
        {
            byte[] octets = random.Bytes(length);
            string expected = Base64UrlText.Encode(octets);
            byte[] written = new byte[SecretBase64Url.EncodedLength(length)];
            Assert.Equal(written.Length, SecretBase64Url.Encode(octets, written));
            Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(written));
            Assert.Equal(octets, SecretBase64Url.Decode(expected));
            Assert.True(length == 0 || Assert.Throws<ArgumentException>(() => SecretBase64Url.Encode(octets, written.AsSpan(1))) is not null);
        }
    }

    [Fact]
    public void Reads_and_refuses_what_the_other_reader_does()
    {
        const string Extra = "= \t\r\n+/%!\u00A0\uFFFF";
        var random = new SeededRandom("secret base64url changed");
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            var text = new List<char>(Base64UrlText.Encode(random.Bytes(random.Next(12))));
            for (int changes = random.Next(3); changes > 0; changes--)
            {
                char c = random.Next(2) == 0 ? Extra[random.Next(Extra.Length)] : (char)random.Next(128);
                text.Insert(random.Next(text.Count + 1), c);
            }

            char[] all = [.. text];
            bool valid = Base64UrlText.TryDecode(all, out byte[] expected);
            Assert.Equal(valid, SecretBase64Url.TryDecode(all, out byte[] octets));
            Assert.Equal(expected, octets);
            refused += valid ? 0 : 1;
        }

        Assert.InRange(refused, 2000, 18_000);
        Assert.Equal(EncodingError.Base64Url, Assert.Throws<EncodingException>(() => SecretBase64Url.Decode("A")).Code);
    }

    [Fact]
    public void Every_digit_has_its_value_and_nothing_else_has_one()
    {
        const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int c = 0; c <= char.MaxValue; c++)
        {
            int value = Digits.IndexOf((char)c, StringComparison.Ordinal);
            Assert.Equal(value >= 0, SecretBase64Url.TryDecode([(char)c, 'A'], out byte[] octets));
            Assert.Equal(value >= 0 ? [(byte)(value << 2)] : [], octets);
        }
    }
}
