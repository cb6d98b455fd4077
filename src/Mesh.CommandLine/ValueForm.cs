namespace Mesh.CommandLine;

/// <summary>What a parameter or option takes: said in words, and asked of what was typed before anything is done.</summary>
public sealed class ValueForm(string words, Func<string, bool> accepts)
{
    private const int Shown = 60;

    /// <summary>Any file name. <c>-</c> is one too: standard input or output.</summary>
    public static ValueForm File { get; } = new("the name of a file", text => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal));

    /// <summary>A few words of text.</summary>
    public static ValueForm Text { get; } = new("up to 200 characters of text", text => text.Length is > 0 and <= 200 && !text.Any(char.IsControl));

    /// <summary>A secret or where it is: itself, <c>-</c> (standard input) or <c>@file</c>. Never shown.</summary>
    public static ValueForm Secret { get; } = SecretOf("a secret, - (standard input) or @file", text => text.Length > 0);

    /// <summary>Follows "takes" in messages: "an address such as alice@example.com".</summary>
    public string Words { get; } = words;

    /// <summary>Whether what was typed is kept out of messages.</summary>
    public bool IsSecret { get; private init; }

    /// <summary>A form whose values are never shown.</summary>
    public static ValueForm SecretOf(string words, Func<string, bool> accepts) => new(words, accepts) { IsSecret = true };

    /// <summary>Whether <paramref name="text"/> has this form.</summary>
    public bool Accepts(string text) => accepts(text);

    /// <summary>One line: which parameter or option, what it takes, what was typed instead.</summary>
    internal string Refusal(string name, string text)
    {
        string typed = text.Length > Shown ? string.Concat(text.AsSpan(0, Shown), "…") : text;
        return IsSecret || text.Length == 0 ? $"{name} takes {Words}." : $"{name} takes {Words}, not {typed}.";
    }
}
