using Mesh.Dare;

namespace Mesh.Client;

/// <summary>What to fetch, and where to put it.</summary>
public sealed record FetchRequest
{
    /// <summary>Where it is published.</summary>
    public required Uri Url { get; init; }

    /// <summary>The file to make, or to bring up to date.</summary>
    public required string Output { get; init; }

    /// <summary>The Mesh folder, in which what was seen is remembered.</summary>
    public required string Home { get; init; }

    /// <summary>Entries to fetch, folders with all that is in them; everything when none is named.</summary>
    public IReadOnlyList<ArchivePath> Paths { get; init; } = [];

    /// <summary>Fingerprints of keys of which one must have signed; where none is named, any key that is known here must have.</summary>
    public IReadOnlyCollection<string> Signers { get; init; } = [];

    /// <summary>True to take also what nobody known here has signed.</summary>
    public bool TakesUnsigned { get; init; }

    /// <summary>Limits.</summary>
    public HttpOctetsOptions Http { get; init; } = new();

    /// <summary>Called with the octets that are to come; what it gives is told how many have.</summary>
    public Func<long, IProgress<long>>? Progress { get; init; }
}
