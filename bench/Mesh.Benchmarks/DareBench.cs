namespace Mesh.Benchmarks;

/// <summary>
/// Whole processes that seal and open one file of 10^9 octets: ours and Debian's age, on the same disk. Ours gives a file its name when it is on
/// the disk, age does not wait for that; so age is timed as it is, and followed by a flush of what it wrote. Each writes a new file, while nothing
/// of the other's is still on its way to the disk.
/// </summary>
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
        void Decode() => stage.Run(meshman, "dare", "decode", "sealed.dare", "opened", "--nosync");
        void AgeEncode() => stage.Run("age", "-r", recipient, "-o", "sealed.age", "plain");
        void AgeDecode() => stage.Run("age", "-d", "-i", "key", "-o", "opened.age", "sealed.age");
        Action sealing = New("sealed.dare"), ageSealing = New("sealed.age"), opening = New("opened"), ageOpening = New("opened.age");
        yield return Paired.Durations("dare encode 1 GB / age", Encode, AgeEncode, Rounds, sealing, ageSealing);
        yield return Paired.Durations("dare encode 1 GB / age, sync", Encode, Flushed(AgeEncode, "sealed.age"), Rounds, sealing, ageSealing);
        yield return Paired.Durations("dare decode 1 GB / age", Decode, AgeDecode, Rounds, opening, ageOpening);
        yield return Paired.Durations("dare decode 1 GB / age, sync", Decode, Flushed(AgeDecode, "opened.age"), Rounds, opening, ageOpening);

        Action New(string file) => () =>
        {
            File.Delete(stage.File(file));
            stage.Run("sync");
        };

        Action Flushed(Action write, string file) => () =>
        {
            write();
            stage.Run("sync", file);
        };
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
