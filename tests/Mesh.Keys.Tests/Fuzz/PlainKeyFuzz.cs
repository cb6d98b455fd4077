namespace Mesh.Keys.Tests.Fuzz;

/// <summary>The text of public keys, and files of keys. Only <see cref="KeyException"/> may come out; what is read is written the same.</summary>
internal static class PlainKeyFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        string text = System.Text.Encoding.Latin1.GetString(input);
        if (PublicKeyText.TryParse(text, out PublicKey? key) && PublicKeyText.Write(key) != text)
        {
            throw new InvalidOperationException("a public key has two texts");
        }

        try
        {
            using PlainKeyFile keys = PlainKeyFile.Parse(input.ToArray());
            foreach (PublicKey each in keys.PublicKeys.Concat(keys.PrivateKeys.Select(k => k.PublicKey)))
            {
                if (!PublicKeyText.Parse(PublicKeyText.Write(each)).Equals(each))
                {
                    throw new InvalidOperationException("a public key is not read as it was written");
                }
            }
        }
        catch (KeyException)
        {
            // Refused.
        }
    }
}
