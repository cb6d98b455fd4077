namespace Mesh.Dare;

/// <summary>What went wrong with a file, in words that do not depend on the platform. They follow "cannot be written: ".</summary>
public static class FileProblem
{
    private const int DiskFull = unchecked((int)0x80070070);

    /// <summary>The words for an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    public static string Of(Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e switch
        {
            FileNotFoundException => "there is no such file",
            DirectoryNotFoundException => "there is no such folder",
            PathTooLongException => "the name is too long",
            UnauthorizedAccessException => "that is not permitted",
            IOException io => OfNumber(io.HResult) ?? io.Message,
            _ => e.Message,
        };
    }

    // The error numbers of POSIX, which .NET hands through outside Windows: those that Linux and macOS agree on.
    private static string? OfNumber(int number) => number switch
    {
        5 => "the medium failed",
        17 => "a file of that name is there already",
        20 => "a part of the name is not a folder",
        28 or DiskFull => "no space is left",
        30 => "the medium is read-only",
        32 => "nobody reads it any more",
        _ => null,
    };
}
