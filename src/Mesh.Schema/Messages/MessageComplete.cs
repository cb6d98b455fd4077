using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>Changes the state of earlier messages of a spool (Mesh schema 12 and 13). Signed by the device that posts it.</summary>
public sealed record MessageComplete : Message
{
    /// <summary>The messages and their new states.</summary>
    public ImmutableArray<Reference> References { get => field.OrEmpty(); init; }
}
