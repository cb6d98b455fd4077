namespace Mesh.Schema;

/// <summary>The one exception of this library: a code from a closed list and one line that says what failed on which object.</summary>
public sealed class SchemaException : Exception
{
    /// <summary>A refusal.</summary>
    public SchemaException(SchemaError code, string message)
        : base(message) => Code = code;

    /// <summary>A refusal by a layer below.</summary>
    public SchemaException(SchemaError code, string message, Exception inner)
        : base(message, inner) => Code = code;

    /// <summary>The reason.</summary>
    public SchemaError Code { get; }
}
