using System.Diagnostics.CodeAnalysis;

namespace Mesh.Dare;

/// <summary>
/// The label of a store that peers may name (schema S-17): 1 to 64 ASCII letters, digits, <c>_</c> and <c>-</c>, compared octet for
/// octet. The label of a private store is none and cannot be made into one: that is how private stores stay hidden from peers.
/// </summary>
public readonly record struct StoreLabel
{
    private readonly string? _text;

    private StoreLabel(string text) => _text = text;

    /// <summary>Reads a label that came from anywhere.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: not of this form, or private.</exception>
    public static StoreLabel Parse(string text) => TryParse(text, out StoreLabel label)
        ? label
        : throw new DareException(DareError.InvalidRequest, "The store label is not 1 to 64 letters, digits, '_' or '-'.");

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StoreLabel label)
    {
        bool valid = LabelText.IsValid(text) && !LabelText.IsPrivate(text!);
        label = valid ? new StoreLabel(text!) : default;
        return valid;
    }

    /// <summary>The label.</summary>
    public override string ToString() => _text ?? throw new InvalidOperationException("a store label was never set");
}
