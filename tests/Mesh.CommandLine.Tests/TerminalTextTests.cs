namespace Mesh.CommandLine.Tests;

public class TerminalTextTests
{
    [Requirement("PLT-07", "MSG-15")]
    [Theory]
    [InlineData("plain text, ünïcode ✓", "plain text, ünïcode ✓")]
    [InlineData("\u001b[2Jgone", "\\u{1B}[2Jgone")]
    [InlineData("one\nERROR - two", "one\\u{A}ERROR - two")]
    [InlineData("evil\u202Egpj.exe", "evil\\u{202E}gpj.exe")]
    [InlineData("a\u2028b", "a\\u{2028}b")]
    [InlineData("zero\u200Bwidth", "zero\\u{200B}width")]
    public void Foreign_text_cannot_steer_the_terminal(string text, string expected) =>
        Assert.Equal(expected, TerminalText.Neutralise(text));

    [Fact]
    public void Foreign_text_is_cut() =>
        Assert.Equal(TerminalText.MaximumLength + 1, TerminalText.Neutralise(new string('x', 10_000)).Length);
}
