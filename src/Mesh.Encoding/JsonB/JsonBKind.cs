namespace Mesh.Encoding;

/// <summary>What a JSON-B item is.</summary>
public enum JsonBKind
{
    /// <summary>No octets are left.</summary>
    End,

    /// <summary>A string, in one or more parts.</summary>
    String,

    /// <summary>Binary data, in one or more parts.</summary>
    Binary,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Float,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Null.</summary>
    Null,

    /// <summary>JSON text, a code, a frame, or an octet that begins no item.</summary>
    Other,
}
