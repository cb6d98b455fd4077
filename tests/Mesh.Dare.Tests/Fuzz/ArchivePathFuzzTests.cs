namespace Mesh.Dare.Tests;

public class ArchivePathFuzzTests
{
    [Fact]
    public void Changed_paths_and_metadata_are_refused_or_harmless()
    {
        byte[][] valid =
        [
            .. Vectors.DareOf("archive-path").Select(v => System.Text.Encoding.UTF8.GetBytes(v.Inputs().Text("path"))),
            "../../a/b"u8.ToArray(),
            "d/\uAC00\u00E9\u0323/\U0001F469\U0001F3FD\u200D\U0001F4BB"u8.ToArray(),
            "{\"CreationTime\":\"2026-01-02T03:04:05Z\",\"Attributes\":32,\"Mode\":420,\"Type\":\"link\",\"Target\":\"../a\",\"Size\":9}"u8.ToArray(),
        ];
        var random = new SeededRandom("archive path fuzz");
        foreach (byte[] input in valid)
        {
            ArchivePathFuzz.Run(input);
        }

        for (int i = 0; i < 20_000; i++)
        {
            ArchivePathFuzz.Run(Mutator.Of(valid[random.Next(valid.Length)], random));
        }
    }
}
