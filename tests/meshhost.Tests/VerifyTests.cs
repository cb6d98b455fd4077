using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Service;

namespace Mesh.Host.Tests;

/// <summary>What meshhost verify prints, and how it ends.</summary>
public sealed class VerifyTests
{
    private const string Udf = "MAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_that_is_none_is_named_and_ends_it_with_3(bool json)
    {
        using var folder = new TempFolder();
        string data = folder.File("service");
        ServiceIdentity.Create(data, "example.com", SystemRandom.Instance, TimeProvider.System);
        (int exit, string output) = await RunAsync(data, json);
        Assert.Equal(ExitCode.Success, exit);
        Assert.DoesNotContain("corrupt", output, StringComparison.Ordinal);

        string accounts = Directory.CreateDirectory(Path.Combine(data, "accounts")).FullName;
        File.WriteAllText(Path.Combine(accounts, Udf + ".log"), "this is no log");
        (exit, output) = await RunAsync(data, json);
        Assert.Equal(ExitCode.VerificationFailed, exit);
        Assert.Contains(
            json ? $"\"ProfileUdf\":\"{Udf}\",\"State\":\"corrupt\"" : $"? {Udf} [corrupt] ", output, StringComparison.Ordinal);
        Assert.Equal(!json, output.Contains("\nVerified: ", StringComparison.Ordinal));
        Assert.Equal(json, output.StartsWith("{\"ResultVerifyService\":{\"Success\":false,", StringComparison.Ordinal));
    }

    private static async Task<(int Exit, string Output)> RunAsync(string data, bool json)
    {
        using var output = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Null, TextReader.Null, false, false);
        using var stop = new StopSignal();
        int exit = await new CommandHost(HostCommands.Make(terminal, stop), terminal, Explanation.Of)
            .RunAsync(["verify", "--data", data, .. json ? ["--json"] : Array.Empty<string>()]);
        return (exit, output.ToString());
    }
}
