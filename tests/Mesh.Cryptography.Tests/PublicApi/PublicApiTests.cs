namespace Mesh.Cryptography.Tests.PublicApi;

/// <summary>
/// The public interface is the recorded one (src/Mesh.Cryptography/PublicAPI.txt). MESH_RECORD=1 records it anew: look at the difference before
/// you commit it, since others compile against these lines.
/// </summary>
public class PublicApiTests
{
    private static readonly string Record = Path.Combine(VectorFile.RepositoryRoot, "src", "Mesh.Cryptography", "PublicAPI.txt");

    [Fact]
    public void The_public_interface_is_the_recorded_one()
    {
        IReadOnlyList<string> actual = ApiText.Of(typeof(CryptoException).Assembly);
        if (Environment.GetEnvironmentVariable("MESH_RECORD") == "1")
        {
            File.WriteAllLines(Record, actual);
        }

        string[] recorded = File.ReadAllLines(Record);
        Assert.True(
            recorded.SequenceEqual(actual),
            $"The public interface of Mesh.Cryptography is not the recorded one. If that is meant, run this test with MESH_RECORD=1.\n{ApiText.Difference(recorded, actual)}");
    }

    [Fact]
    public void A_change_is_shown_with_the_type_that_it_is_in()
    {
        string[] before = ["public static class A", "    int Size()", "    void Gone()", "public static class B", "    int Size()"];
        string[] after = ["public static class A", "    int Size()", "public static class B", "    long Size()"];
        Assert.Equal(
            "- public static class A { void Gone() }\n- public static class B { int Size() }\n+ public static class B { long Size() }",
            ApiText.Difference(before, after));
    }

    [Fact]
    public void Every_kind_of_declaration_is_written_as_it_is_written_in_source()
    {
        string[] lines = [.. ApiText.Of(typeof(Specimen).Assembly).SkipWhile(l => !l.Contains("PublicApi.Specimen ", StringComparison.Ordinal))
            .TakeWhile((l, i) => i == 0 || l.StartsWith(' '))];
        Assert.Equal(
            [
                "public abstract class Mesh.Cryptography.Tests.PublicApi.Specimen : IDisposable",
                "    abstract int Number { get; protected set; }",
                "    const string Text = \"text\"",
                "    override string ToString()",
                "    protected Specimen(int number)",
                "    protected virtual void Dispose(bool disposing)",
                "    static T Same<T>(T value)",
                "    static bool TryRead(ReadOnlySpan<byte> octets, out int number, in long other, ref byte last)",
                "    static byte[]? Find(string? name, IReadOnlyList<string?> names, int? limit = null, bool all = false)",
                "    string Name { get; init; }",
                "    void Dispose()",
            ],
            lines);
    }
}
