using System.Security.Cryptography;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Files;

/// <summary>Opens what a command reads; every failure is one clear line.</summary>
internal static class InputFile
{
    private const int LongestText = 1 << 18;

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

    /// <summary>Every line of a short text file, or of standard input for <c>-</c>.</summary>
    public static string[] ReadLines(string name)
    {
        using Stream stream = Open(name);
        byte[] buffer = new byte[LongestText + 1];
        try
        {
            int length = 0;
            for (int count; length < buffer.Length && (count = Read(stream, buffer.AsSpan(length), name)) > 0; length += count)
            {
            }

            return length <= LongestText
                ? System.Text.Encoding.UTF8.GetString(buffer, 0, length).Split('\n')
                : throw new CommandException(ExitCode.Error, $"{(name == "-" ? "Standard input" : name)} is too long: it is no text of this kind.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static bool IsFileTrouble(Exception e) =>
        e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    private static CommandException Unreadable(string name, Exception e) => new(ExitCode.Error, e switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"There is no file {name}.",
        UnauthorizedAccessException when Directory.Exists(name) => $"{name} is a folder; name a file.",
        UnauthorizedAccessException => $"The file {name} may not be read.",
        _ => $"The file {name} cannot be read: {FileProblem.Of(e)}.",
    }, e);
}
