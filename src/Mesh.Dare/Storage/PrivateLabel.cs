namespace Mesh.Dare;

/// <summary>
/// The label of a private store of the holder of a log: <c>~</c> and 1 to 64 ASCII letters, digits, <c>_</c> and <c>-</c> (Mesh account
/// log, Layout). A type of its own, so that no request of a peer can reach such a store.
/// </summary>
public readonly record struct PrivateLabel
{
    private readonly string? _text;

    private PrivateLabel(string text) => _text = text;

    /// <summary>Idempotency records (Mesh channel, section 4). Written by the log itself.</summary>
    public static PrivateLabel Requests { get; } = new("~Requests");

    /// <summary>What the holder knows of the account itself, such as its being blocked.</summary>
    public static PrivateLabel Account { get; } = new("~Account");

    /// <summary>Makes a label.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: not of this form.</exception>
    public static PrivateLabel Parse(string text) => LabelText.IsValid(text) && LabelText.IsPrivate(text)
        ? new PrivateLabel(text)
        : throw new DareException(DareError.InvalidRequest, "The private label is not '~' and 1 to 64 letters, digits, '_' or '-'.");

    /// <summary>The label, <c>~</c> included.</summary>
    public override string ToString() => _text ?? throw new InvalidOperationException("a private label was never set");
}
