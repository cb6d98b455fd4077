using Mesh.Protocol;

namespace Mesh.Hostile.Tests;

/// <summary>One thing that a hostile service does to the requests of one transaction.</summary>
/// <param name="Transaction">To which requests.</param>
/// <param name="Name">What it does.</param>
/// <param name="AnswerAsync">The octets that it answers with, inside the channel.</param>
internal sealed record Tweak(MeshTransaction Transaction, string Name, Func<Exchange, Task<ReadOnlyMemory<byte>>> AnswerAsync)
{
    /// <summary>What the client has to make of it.</summary>
    public Effect Effect { get; init; } = Effect.Refused;

    /// <summary>Whether it is about the states of catalogs, and means nothing where messages alone are sent.</summary>
    public bool IsAboutCatalogs { get; init; }

    public override string ToString() => $"{Transaction}: {Name}";
}
