namespace Mesh.Benchmarks;

/// <summary>
/// Whole processes of short commands on what is here, without the service, each in turn with a program that prints one word: what the platform
/// costs by itself. The ratio is theirs to ours, below 1.
/// </summary>
internal static class StartBench
{
    private const int Passwords = 20;
    private const int Rounds = 41;

    public static IEnumerable<Comparison> Run()
    {
        using var stage = new Stage();
        stage.StartService();
        string meshman = stage.Built("meshman");
        string hello = stage.Built(Path.Combine("..", "hello", "Mesh.Hello"));
        stage.Run(meshman, "account", "create", "alice@example.com");
        for (int i = 0; i < Passwords; i++)
        {
            stage.Run(meshman, "password", "add", $"site{i}.example.com", "alice", $"secret{i}", "--nosync");
        }

        stage.Run(meshman, "account", "sync");
        File.WriteAllText(stage.File("plain"), "Meet me at the usual place.\n");
        stage.Run(meshman, "dare", "encode", "plain", "sealed.dare", "--encrypt", "alice@example.com", "--nosync");
        string[][] commands =
        [
            ["about"],
            ["password", "get", "site7.example.com", "--nosync"],
            ["password", "list", "--nosync"],
            ["account", "status", "--nosync"],
            ["dare", "decode", "sealed.dare", "opened", "--nosync"],
        ];
        foreach (string[] command in commands)
        {
            yield return Paired.Durations(
                string.Join(' ', command.Take(2)) + " / hello", () => stage.Run(meshman, command), () => stage.Run(hello), Rounds);
        }
    }
}
