namespace Mesh.Cryptography.Tests.PublicApi;

/// <summary>One declaration of each kind, for the test of the writer.</summary>
public abstract class Specimen(int number) : IDisposable
{
    public const string Text = "text";

    public string Name { get; init; } = Text;

    public abstract int Number { get; protected set; }

    internal int Hidden => number;

    public static bool TryRead(ReadOnlySpan<byte> octets, out int number, in long other, ref byte last)
    {
        number = octets.Length + (int)other + last;
        return true;
    }

    public static byte[]? Find(string? name, IReadOnlyList<string?> names, int? limit = null, bool all = false) =>
        name is null || names.Count > limit || all ? null : [];

    public static T Same<T>(T value) => value;

    public override string ToString() => Text;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    private protected void Unseen()
    {
    }
}
