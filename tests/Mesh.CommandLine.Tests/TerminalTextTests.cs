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
    public void Foreign_text_is_cut_and_a_result_is_not()
    {
        string text = new('x', 10_000);
        Assert.Equal(TerminalText.MaximumLength + 1, TerminalText.Neutralise(text).Length);
        var console = new StringWriter();
        new CommandResult("ResultX").Line(text).Print(console, verbose: false, report: true);
        Assert.Equal(text + "\n", console.ToString());
    }
}
