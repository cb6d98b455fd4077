namespace Mesh.Dare;

/// <summary>The only exception that this library throws for what it reads; the message is one line and holds no secret.</summary>
public sealed class DareException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DareException(DareError code, string message)
        : base(message) => Code = code;

    /// <summary>Creates the exception with its cause.</summary>
    public DareException(DareError code, string message, Exception cause)
        : base(message, cause) => Code = code;

    /// <summary>Why it was thrown.</summary>
    public DareError Code { get; }

    /// <summary>
    /// The one error of every failed decryption (DARE D-33): it does not say which step failed, so that nobody can use a reader as
    /// an oracle.
    /// </summary>
    internal static DareException Decryption() =>
        new(DareError.Decryption, "The envelope cannot be decrypted with the keys at hand.");

    internal static DareException Malformed(string message) => new(DareError.Malformed, message);
}
