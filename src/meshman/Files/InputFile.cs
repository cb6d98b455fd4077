using Mesh.CommandLine;

namespace Mesh.Manager.Files;

/// <summary>Opens what a command reads; every failure is one clear line.</summary>
internal static class InputFile
{
    /// <summary>Opens a file, or standard input for <c>-</c>.</summary>
    public static Stream Open(string name)
    {
        if (name == "-")
        {
            return Console.OpenStandardInput();
        }

        try
        {
            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (IsFileTrouble(e))
        {
            throw Unreadable(name, e);
        }
    }

    /// <summary>Reads into a buffer; 0 at the end.</summary>
    public static int Read(Stream stream, Span<byte> buffer, string name)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (IsFileTrouble(e))
        {
            throw Unreadable(name, e);
        }
    }

    private static bool IsFileTrouble(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    private static CommandException Unreadable(string name, Exception e) => new(ExitCode.Error, e switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"There is no file {name}.",
        UnauthorizedAccessException when Directory.Exists(name) => $"{name} is a folder; name a file.",
        UnauthorizedAccessException => $"The file {name} may not be read.",
        _ => $"The file {name} cannot be read: {e.Message}",
    }, e);
}
