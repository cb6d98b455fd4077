using Mesh.Dare;

namespace Mesh.Client;

/// <summary>What was fetched.</summary>
public sealed record FetchReport
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The state of the archive: of the whole one, also where only some entries were fetched.</summary>
    public required StoreCheckpoint State { get; init; }

    /// <summary>Its signatures.</summary>
    public required IReadOnlyList<SignatureReport> Signatures { get; init; }

    /// <summary>Frames that the file had before; 0 where there was none.</summary>
    public long FramesBefore { get; init; }

    /// <summary>True when the file was up to date already, and was not touched.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>Octets of the archive.</summary>
    public long Length { get; init; }

    /// <summary>Octets of the file.</summary>
    public long FileLength { get; init; }

    /// <summary>Octets that came from the server.</summary>
    public long Received { get; init; }

    /// <summary>Requests that were made.</summary>
    public long Requests { get; init; }

    /// <summary>Octets that an interrupted attempt had fetched, and that were used.</summary>
    public long Resumed { get; init; }
}
