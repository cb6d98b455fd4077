using Mesh.Dare;

namespace Mesh.EndToEnd.Tests;

/// <summary>An envelope that somebody may want to open.</summary>
/// <param name="Name">Where it was found.</param>
/// <param name="Store">The store that it stands in; empty for files.</param>
/// <param name="IsAfter">Sealed after the phone was removed.</param>
/// <param name="Envelope">The envelope.</param>
internal sealed record SealedThing(string Name, string Store, bool IsAfter, UnverifiedEnvelope Envelope);
