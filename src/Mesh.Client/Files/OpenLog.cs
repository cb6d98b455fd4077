using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>A log that is open for reading.</summary>
public sealed class OpenLog
{
    private readonly IReadOnlyCollection<KnownSigner> _known;

    internal OpenLog(JournalReader reader, IReadOnlyCollection<KnownSigner> known)
    {
        Reader = reader;
        _known = known;
    }

    /// <summary>The log.</summary>
    public JournalReader Reader { get; }

    /// <summary>The signatures over everything that can be read now.</summary>
    public IReadOnlyList<SignatureReport> Signatures => FileReports.Of(Reader.Sequence.Standing.Signatures, _known);

    /// <summary>Requires that the log continues the one that a note is about, signed by one of the known signers.</summary>
    /// <param name="name">The file with the note.</param>
    /// <exception cref="ClientException">
    /// <see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>: there is no such note, or no key of ed25519 to compare it with;
    /// <see cref="ClientError.Verification"/>: it is signed by another, or the log went back or forks.
    /// </exception>
    public void RequireContinues(string name)
    {
        List<SignaturePublicKey> keys = [.. _known.Select(k => k.Key).Where(k => k.Algorithm == KeyAlgorithm.Ed25519)];
        if (keys.Count == 0)
        {
            throw new ClientException(ClientError.InvalidInput, "A note is compared with the ed25519 key that signed it: say --signer with that key.");
        }

        byte[] note = ReadNote(name);
        string shown = Path.GetFileName(name);
        for (int i = 0; i < keys.Count; i++)
        {
            try
            {
                Reader.RequireContinues(note, keys[i].Octets.Span);
                return;
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

    private static byte[] ReadNote(string name)
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
