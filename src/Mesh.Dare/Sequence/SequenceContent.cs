namespace Mesh.Dare;

/// <summary>Media types of sequences, in frame 0, and of the frames that a sequence needs for itself (docs/format/sequence.md, section 2).</summary>
public static class SequenceContent
{
    /// <summary>An archive of files.</summary>
    public const string Archive = "application/dare-archive";

    /// <summary>A log.</summary>
    public const string Log = "application/dare-log";

    /// <summary>Entries of any kind.</summary>
    public const string Sequence = "application/dare-sequence";

    /// <summary>A frame whose recipients hold the base seed of frames after it.</summary>
    public const string Exchange = "application/dare-exchange";

    /// <summary>A frame that says where others are.</summary>
    public const string Index = "application/dare-index";

    /// <summary>A frame that is there to be signed.</summary>
    public const string Checkpoint = "application/dare-checkpoint";

    /// <summary>A frame that says of an earlier one that its body and its salt were destroyed.</summary>
    public const string Erasure = "application/dare-erasure";

    /// <summary>True for the types of frames without payload of the application; entries may not have them.</summary>
    public static bool IsMeta(string? contentType) => contentType is Exchange or Index or Checkpoint or Erasure;
}
