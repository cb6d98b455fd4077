using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>A signed note about how far a log had come (docs/format/log.md), in a file.</summary>
/// <param name="Name">The file, without its folder.</param>
/// <param name="Count">Frames there were.</param>
/// <param name="Root">The root over them, 32 octets.</param>
internal sealed record NoteFile(string Name, long Count, ReadOnlyMemory<byte> Root)
{
    /// <summary>Reads a note that one of those who are known has signed.</summary>
    /// <param name="name">The file.</param>
    /// <param name="known">Who is known; a note is signed with a key of ed25519.</param>
    /// <exception cref="ClientException">
    /// <see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>: there is no such note, or no key of ed25519 to compare it with;
    /// <see cref="ClientError.Verification"/>: it is signed by another.
    /// </exception>
    public static NoteFile Read(string name, IReadOnlyCollection<KnownSigner> known)
    {
        List<SignaturePublicKey> keys = [.. known.Select(k => k.Key).Where(k => k.Algorithm == KeyAlgorithm.Ed25519)];
        if (keys.Count == 0)
        {
            throw new ClientException(ClientError.InvalidInput, "A note is compared with the ed25519 key that signed it: say --signer with that key.");
        }

        byte[] note = ReadOctets(name);
        string shown = Path.GetFileName(name);
        for (int i = 0; ; i++)
        {
            try
            {
                (_, long count, byte[] root) = CheckpointNote.Read(note, keys[i].Octets.Span);
                return new NoteFile(shown, count, root);
            }
            catch (DareException e) when (e.Code == DareError.SignatureMissing && i + 1 < keys.Count)
            {
                // Another key may have signed it.
            }
            catch (DareException e) when (e.Code is DareError.Malformed or DareError.LimitExceeded)
            {
                throw new ClientException(ClientError.InvalidInput, $"{shown} is no note about a log: {e.Message}", e);
            }
            catch (DareException e) when (e.Code is DareError.SignatureMissing or DareError.SignatureInvalid)
            {
                throw new ClientException(ClientError.Verification, $"{shown} does not verify: {e.Message}", e);
            }
        }
    }

    private static byte[] ReadOctets(string name)
    {
        try
        {
            using var stream = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] octets = new byte[SignedNote.MostOctets + 1];
            return octets[..stream.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClientException(ClientError.Storage, $"There is no file {name}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClientException(ClientError.Storage, $"{name} cannot be read: {FileProblem.Of(e)}.", e);
        }
    }
}
