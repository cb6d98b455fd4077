namespace Mesh.Dare;

/// <summary>
/// The state of a message in a spool (DARE 6, D-27; Mesh schema, section 13): the text of the last reference to it. The words of both
/// vocabularies are understood; what is unknown counts as closed, so that a PIN with an unknown state is used.
/// </summary>
public readonly record struct SpoolState
{
    private readonly string? _text;

    /// <summary>The state with this text, kept as it is.</summary>
    public SpoolState(string text) => _text = text;

    /// <summary>The state of a message to which nothing refers yet.</summary>
    public static SpoolState Initial => new("Initial");

    /// <summary>The text, as the reference has it.</summary>
    public string Text => _text ?? "Initial";

    /// <summary>True in <c>Initial</c> and <c>Read</c>, and their older names <c>Open</c> and <c>Unread</c>.</summary>
    public bool IsOpen => Text is "Initial" or "Read" or "Open" or "Unread";

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
