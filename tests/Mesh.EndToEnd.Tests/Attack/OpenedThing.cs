namespace Mesh.EndToEnd.Tests;

/// <summary>An envelope that was opened, and by which key.</summary>
internal sealed record OpenedThing(SealedThing Thing, string By, byte[] Plaintext)
{
    public string Text => TextEncoding.UTF8.GetString(Plaintext);

    public override string ToString() => $"{Thing.Name} by {By}";
}
