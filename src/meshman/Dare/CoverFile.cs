using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary>Reads the HTML of <c>--cover</c>.</summary>
internal static class CoverFile
{
    private static readonly System.Text.UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="CommandException">It is too long, or not text.</exception>
    public static byte[] Read(string name)
    {
        using Stream stream = InputFile.Open(name);
        byte[] buffer = new byte[DareLimits.Cover + 1];
        int length = 0;
        for (int count; length < buffer.Length && (count = InputFile.Read(stream, buffer.AsSpan(length), name)) > 0; length += count)
        {
        }

        if (length > DareLimits.Cover)
        {
            throw new CommandException(ExitCode.Error, $"A cover has at most {DareLimits.Cover} bytes; {name} has more.");
        }

        try
        {
            _ = Strict.GetCharCount(buffer, 0, length);
            return buffer[..length];
        }
        catch (System.Text.DecoderFallbackException e)
        {
            throw new CommandException(ExitCode.Error, $"{name} is not text in UTF-8: a cover is an HTML file.", e);
        }
    }
}
