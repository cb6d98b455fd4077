namespace Mesh.EndToEnd.Tests;

/// <summary>Something that must not be found, and what it is.</summary>
internal sealed record Secret(string Name, byte[] Octets)
{
    public static Secret OfText(string name, string text) => new(name, TextEncoding.UTF8.GetBytes(text));
}
