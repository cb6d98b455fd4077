namespace Mesh.Benchmarks;

/// <summary>Whole processes that seal and open one file of 10^9 octets: ours and Debian's age, on the same disk.</summary>
internal static class DareBench
{
    private const int Rounds = 7;
    private const int Block = 1 << 20;
    private const long Octets = 1_000_000_000;

    public static IEnumerable<Comparison> Run()
    {
        using var stage = new Stage();
        stage.StartService();
        string meshman = stage.Built("meshman");
        stage.Run(meshman, "account", "create", "alice@example.com");
        stage.Run("age-keygen", "-o", stage.File("key"));
        string recipient = stage.Run("age-keygen", "-y", stage.File("key")).Trim();
        WriteInput(stage.File("plain"));

        void Encode() => stage.Run(meshman, "dare", "encode", "plain", "sealed.dare", "--encrypt", "alice@example.com", "--nosync");
        yield return Paired.Durations(
            "dare encode 1 GB / age", Encode, () => stage.Run("age", "-r", recipient, "-o", "sealed.age", "plain"), Rounds);
        yield return Paired.Durations(
            "dare decode 1 GB / age",
            () => stage.Run(meshman, "dare", "decode", "sealed.dare", "opened", "--nosync"),
            () => stage.Run("age", "-d", "-i", "key", "-o", "opened.age", "sealed.age"),
            Rounds);
    }

    private static void WriteInput(string path)
    {
        byte[] block = new byte[Block];
        using FileStream file = File.Create(path);
        for (long left = Octets; left > 0; left -= Block)
        {
            Mesh.Cryptography.SystemRandom.Instance.Fill(block);
            file.Write(block, 0, (int)Math.Min(Block, left));
        }
    }
}
