namespace Mesh.EndToEnd.Tests;

/// <summary>How a program ended and what it said.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    /// <summary>It failed, and said so in one line.</summary>
    public void RequireError()
    {
        Assert.True(ExitCode == 1, ToString());
        Assert.Equal("", Output);
        Assert.StartsWith("ERROR - ", Errors, StringComparison.Ordinal);
        Assert.Equal(Errors.Length - 1, Errors.IndexOf('\n', StringComparison.Ordinal));
    }

    public override string ToString() => $"exit {ExitCode}\n{Output}{Errors}";
}
