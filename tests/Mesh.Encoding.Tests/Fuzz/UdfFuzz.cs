namespace Mesh.Encoding.Tests.Fuzz;

/// <summary>Fingerprints, URIs, strong names and base64url from text of one octet per character.</summary>
internal static class UdfFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        string text = System.Text.Encoding.Latin1.GetString(input);
        if (Udf.TryParse(text, out Udf? udf))
        {
            Check(Udf.Parse(udf.ToString()).Equals(udf));
            Check(udf.Matches(udf) == udf.Bits >= Udf.MinimumPrecision);
            Attempt(() => Udf.ParseStrict(text));
            Attempt(() => KeyInfo.FromOidSequence(udf));
            Attempt(() => StrongInternetName.Label(udf));
            MessageIdentifier.Response(text);
            Earl.ContentIdentifier(text);
        }
        else
        {
            Attempt(() => Udf.Parse(text));
        }

        if (UdfUri.TryParse(text, out UdfUri? uri))
        {
            Check(UdfUri.Parse(uri.ToString()).Equals(uri));
        }

        Attempt(() => StrongInternetName.Parse(text));
        Attempt(() => Base32.Decode(text));
        if (Base64UrlText.TryDecode(text, out byte[] octets))
        {
            Check(Base64UrlText.Decode(Base64UrlText.Encode(octets)).AsSpan().SequenceEqual(octets));
        }
    }

    private static void Attempt(Action read)
    {
        try
        {
            read();
        }
        catch (EncodingException)
        {
            // Refusal is the other allowed outcome.
        }
    }

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("a value that was read is not written as it was");
        }
    }
}
