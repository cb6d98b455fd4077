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

    [Fact]
    public void Nothing_given_and_nobody_to_ask_is_an_error_of_usage()
    {
        var error = Assert.Throws<CommandException>(() => SecretInput.Read(Piped("ignored"), null, "password"));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }
}
