using System.Security.Cryptography;
using System.Text;
using Mesh.CommandLine;
using Mesh.Keys;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary>
/// Keys that are named on the command line (docs/format/plain-keys.md): the key itself (<c>x448:…</c>, <c>E…</c>, <c>udf:…</c>), a file of them, the same
/// as <c>@file</c>, or <c>-</c> for standard input.
/// </summary>
internal static class KeyInput
{
    /// <summary>Whether the text is a key, and no name of one.</summary>
    public static bool IsKey(string text) => PublicKeyText.Begins(text) || IsSecret(text) || IsOidSequence(text);

    /// <summary>The keys; the caller disposes them.</summary>
    /// <exception cref="CommandException">There are none there.</exception>
    public static PlainKeyFile Read(string text)
    {
        if (IsKey(text))
        {
            byte[] octets = System.Text.Encoding.UTF8.GetBytes(text);
            try
            {
                return PlainKeyFile.Parse(octets);
            }
            catch (KeyException e)
            {
                throw CommandException.Usage($"The key that was given is none: {e.InnerException?.Message ?? e.Message}.");
            }
            finally
            {
                CryptographicOperations.ZeroMemory(octets);
            }
        }

        return ReadFile(text.Length > 1 && text[0] == '@' ? text[1..] : text);
    }

    private static PlainKeyFile ReadFile(string name)
    {
        string shown = name == "-" ? "Standard input" : name;
        byte[] buffer = GC.AllocateArray<byte>(PlainKeyFile.MaximumLength + 1, pinned: true);
        try
        {
            using Stream stream = InputFile.Open(name);
            int length = 0;
            for (int count; length < buffer.Length && (count = InputFile.Read(stream, buffer.AsSpan(length), name)) > 0; length += count)
            {
            }

            return PlainKeyFile.Parse(buffer.AsMemory(0, length));
        }
        catch (KeyException e)
        {
            throw new CommandException(ExitCode.Error, $"{shown} is not a file of keys: {e.Message}.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static bool IsSecret(string text) => text.StartsWith("udf:", StringComparison.OrdinalIgnoreCase) || Forms.IsKey(text);

    private static bool IsOidSequence(string text) =>
        Encoding.Udf.TryParse(text, out Encoding.Udf? udf) && udf.Type == Encoding.UdfType.OidSequence;
}
