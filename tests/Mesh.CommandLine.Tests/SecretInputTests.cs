namespace Mesh.CommandLine.Tests;

public class SecretInputTests
{
    private static Terminal Piped(string input) => new(TextWriter.Null, TextWriter.Null, new StringReader(input), false, false);

    [Fact]
    public void A_parameter_is_itself() => Assert.Equal("pw", SecretInput.Read(Piped(""), "pw", "password"));

    [Fact]
    public void A_dash_reads_one_line() => Assert.Equal("first", SecretInput.Read(Piped("first\nsecond"), "-", "password"));

    [Fact]
    public void An_at_sign_reads_a_file()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("pw"), "from file\n");
        Assert.Equal("from file", SecretInput.Read(Piped(""), "@" + folder.File("pw"), "password"));
    }

    [Fact]
    public void A_missing_file_is_an_error()
    {
        var error = Assert.Throws<CommandException>(() => SecretInput.Read(Piped(""), "@/no/such/file", "password"));
        Assert.Equal(ExitCode.Error, error.ExitCode);
    }

    [Theory]
    [InlineData("one\none\n", "one")]
    [InlineData("onx\be\none\n", "one")]
    public void A_new_secret_is_typed_twice(string typed, string expected)
    {
        using var error = new StringWriter();
        Assert.Equal(expected, SecretInput.ReadTwice(Asking(typed, error), SecretInput.Asked, "passphrase"));
        Assert.Equal("Passphrase: \nPassphrase again: \n", error.ToString());
    }

    [Fact]
    public void A_new_secret_that_is_not_the_same_twice_is_none()
    {
        var e = Assert.Throws<CommandException>(() => SecretInput.ReadTwice(Asking("one\ntwo\n", TextWriter.Null), null, "passphrase"));
        Assert.Equal(ExitCode.Error, e.ExitCode);
        Assert.Equal("given", SecretInput.ReadTwice(Asking("", TextWriter.Null), "given", "passphrase"));
    }

    private static Terminal Asking(string typed, TextWriter error)
    {
        var keys = new Queue<char>(typed);
        return new Terminal(TextWriter.Null, error, TextReader.Null, true, true)
        {
            ReadKey = () => new ConsoleKeyInfo(keys.Peek(), keys.Dequeue() switch { '\n' => ConsoleKey.Enter, '\b' => ConsoleKey.Backspace, _ => 0 }, false, false, false),
        };
    }

    [Fact]
    public void Nothing_given_and_nobody_to_ask_is_an_error_of_usage()
    {
        var error = Assert.Throws<CommandException>(() => SecretInput.Read(Piped("ignored"), null, "password"));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }
}
