namespace Mesh.Hostile.Tests;

/// <summary>What a tweak may lead to.</summary>
internal enum Effect
{
    /// <summary>The client refuses what it is told.</summary>
    Refused,

    /// <summary>Nothing: what the service says does not matter, or the client finds a way round it.</summary>
    None,

    /// <summary>Either, by the state that the client is in.</summary>
    Either,

    /// <summary>The service did not do what it confirmed: later the client shows the contradiction, for as long as it lasts.</summary>
    Contradiction,
}
