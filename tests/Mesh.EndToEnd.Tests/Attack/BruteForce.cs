// Tries every key and every secret on every envelope. The kid of a recipient is a hint for honest readers; here every key is tried on every
// recipient block whatever the block says. What opens is searched for more envelopes.

using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.EndToEnd.Tests;

/// <summary>An attack with all that a hoard holds.</summary>
internal sealed class BruteForce(Hoard hoard)
{
    private readonly List<OpenedThing> _opened = [];

    /// <summary>Opens what it can of the things, and of the envelopes within them.</summary>
    public IReadOnlyList<OpenedThing> Attack(IEnumerable<SealedThing> things)
    {
        var left = new Queue<SealedThing>(things);
        while (left.TryDequeue(out SealedThing? thing))
        {
            Attempts++;
            if (!thing.Envelope.Header.IsEncrypted)
            {
                Within(thing, thing.Envelope.Body, left);
            }
            else if (TryOpen(thing) is { } opened)
            {
                _opened.Add(opened);
                Within(thing, opened.Plaintext, left);
            }
        }

        return _opened;
    }

    /// <summary>How many envelopes were attacked.</summary>
    public int Attempts { get; private set; }

    private static void Within(SealedThing thing, ReadOnlyMemory<byte> plaintext, Queue<SealedThing> found)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(plaintext);
            Within(thing, document.RootElement, found);
        }
        catch (EncodingException)
        {
            return; // a file, not JSON
        }
    }

    private static void Within(SealedThing thing, JsonElement element, Queue<SealedThing> found)
    {
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() is 2 or 3
            && element[0].ValueKind == JsonValueKind.Object && element[1].ValueKind == JsonValueKind.String)
        {
            found.Enqueue(thing with { Name = thing.Name + " / within", Store = "", Envelope = UnverifiedEnvelope.Read(element) });
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            element.EnumerateArray().ToList().ForEach(e => Within(thing, e, found));
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            element.EnumerateObject().ToList().ForEach(m => Within(thing, m.Value, found));
        }
    }

    private OpenedThing? TryOpen(SealedThing thing)
    {
        foreach ((string name, AgreementPrivateKey key) in hoard.Keys)
        {
            try
            {
                return new OpenedThing(thing, name, EnvelopeOpener.Open(thing.Envelope, new OpenRequest { Keys = new ForEverything(key) }).Plaintext.ToArray());
            }
            catch (DareException e) when (e.Code == DareError.Decryption)
            {
                continue;
            }
        }

        // Whoever had the base seed itself would not need a recipient block.
        foreach (Secret secret in hoard.Secrets)
        {
            if (GivesCommitment(secret.Octets, thing.Envelope.Header))
            {
                return new OpenedThing(thing, secret.Name + " as base seed", []);
            }
        }

        return null;
    }

    // Mesh sealing, section 2.
    private static bool GivesCommitment(byte[] seed, DareHeader header)
    {
        byte[] prk = HKDF.Extract(HashAlgorithmName.SHA256, seed, header.Salt!.Value.ToArray());
        byte[] info = [.. "commit"u8, 0, .. TextEncoding.ASCII.GetBytes(header.EncryptionAlgorithm!)];
        byte[] commitment = HKDF.Expand(HashAlgorithmName.SHA256, prk, 32, info);
        return header.KeyCommit!.Value.Span.SequenceEqual(commitment);
    }

    private sealed class ForEverything(AgreementPrivateKey key) : IDecryptionKeyring
    {
        public AgreementPrivateKey? Find(string kid) => key;
    }
}
