namespace Mesh.Dare.Tests;

/// <summary>Any text as the <c>kwd</c> of a recipient by passphrase: what is accepted has that one text, and stays within the limits.</summary>
internal static class PassphraseFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        string text = System.Text.Encoding.Latin1.GetString(input);
        EnvelopeFuzz.Try(() =>
        {
            if (PassphraseDerivation.Parse(text).ToString() != text || !PassphraseDerivation.IsNamedBy(text))
            {
                throw new InvalidOperationException("a derivation has two texts");
            }
        });
    }
}
