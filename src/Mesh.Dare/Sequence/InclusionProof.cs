using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// That one frame belongs to a sequence, shown by itself (docs/format/sequence.md, section 11): its header and trailer, the path of its leaf, and the
/// root with its signatures. Nothing of the sequence is needed to verify it, and no key to decrypt.
/// </summary>
public sealed class InclusionProof
{
    private const string Tag = "InclusionProof";

    // Header, trailer and signatures at their limits, in base64url.
    private const int MostOctets = 6 << 20;

    private InclusionProof(SequenceFrame frame, StoreCheckpoint state)
    {
        Frame = frame;
        State = state;
    }

    /// <summary>The frame, without its body.</summary>
    public SequenceFrame Frame { get; }

    /// <summary>The sequence and the root under which the frame lies.</summary>
    public StoreCheckpoint State { get; }

    /// <summary>The path of RFC 9162 2.1.3.1.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Path { get; private init; } = [];

    /// <summary>Signatures over the root; none where the policy of the sequence asks for none.</summary>
    public IReadOnlyList<DareSignature> Signatures { get; private init; } = [];

    /// <summary>Reads a proof.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public static InclusionProof Parse(ReadOnlyMemory<byte> octets) => octets.Length <= MostOctets
        ? JsonMembers.Parse(octets, "inclusion proof", Read)
        : throw new DareException(DareError.LimitExceeded, $"An inclusion proof has at most {MostOctets} octets.");

    /// <summary>The proof as it stands in a file.</summary>
    public byte[] ToOctets() => StrictJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject(Tag);
        writer.Binary("Header", Frame.Header.Octets.Span);
        writer.Binary("Trailer", Frame.Trailer.Octets.Span);
        writer.Binary("Origin", State.Origin.Span);
        writer.WriteNumber("Count", State.Count);
        writer.Binary("Root", State.Root.Span);
        writer.WriteStartArray(nameof(Path));
        foreach (ReadOnlyMemory<byte> node in Path)
        {
            writer.WriteStringValue(Base64UrlText.Encode(node.Span));
        }

        writer.WriteEndArray();
        writer.WriteStartArray("seqsignatures");
        foreach (DareSignature signature in Signatures)
        {
            signature.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>Verifies that the frame lies under a root that was signed.</summary>
    /// <param name="signers">Whose signatures over the root are demanded.</param>
    /// <param name="body">The body as carried, to be compared as well; read to its end. Null: what is verified is header and trailer.</param>
    /// <returns>The signatures.</returns>
    /// <exception cref="DareException">
    /// <see cref="DareError.TreeMismatch"/>, <see cref="DareError.DigestMismatch"/>, <see cref="DareError.SignatureMissing"/>,
    /// <see cref="DareError.SignatureInvalid"/>; <see cref="DareError.InvalidRequest"/>: no signature is demanded.
    /// </exception>
    public IReadOnlyList<VerifiedSignature> Verify(SignerPolicy signers, Stream? body = null)
    {
        ArgumentNullException.ThrowIfNull(signers);
        RequirePath();
        IReadOnlyList<VerifiedSignature> signatures = RootSigner.Verify(State, Signatures, signers);
        RequireBody(body);
        return signatures;
    }

    /// <summary>Verifies that the frame lies under a root that is known from elsewhere.</summary>
    /// <param name="known">The state of the sequence.</param>
    /// <param name="body">As in the other.</param>
    /// <exception cref="DareException">
    /// <see cref="DareError.WrongPlace"/>: it is of another sequence; <see cref="DareError.TreeMismatch"/>, <see cref="DareError.DigestMismatch"/>.
    /// </exception>
    public void Verify(StoreCheckpoint known, Stream? body = null)
    {
        ArgumentNullException.ThrowIfNull(known);
        known.RequireGrowth(State, []);
        RequirePath();
        RequireBody(body);
    }

    internal static InclusionProof Of(
        SequenceFrame frame, StoreCheckpoint state, IReadOnlyList<ReadOnlyMemory<byte>> path, IReadOnlyList<DareSignature> signatures) =>
        new(frame, state) { Path = path, Signatures = signatures };

    private static InclusionProof Read(JsonElement element)
    {
        JsonMembers.RequireObject(element, "inclusion proof");
        JsonElement proof = element.TryGetProperty(Tag, out JsonElement inner) ? inner : throw Wrong();
        JsonMembers.RequireObject(proof, "inclusion proof");
        byte[]? header = null;
        byte[]? trailer = null;
        byte[]? origin = null;
        byte[]? root = null;
        long count = 0;
        IReadOnlyList<ReadOnlyMemory<byte>> path = [];
        IReadOnlyList<DareSignature> signatures = [];
        foreach (JsonProperty member in proof.EnumerateObject())
        {
            switch (member.Name)
            {
                case "Header":
                    header = JsonMembers.Binary(member);
                    break;
                case "Trailer":
                    trailer = JsonMembers.Binary(member);
                    break;
                case "Origin":
                    origin = JsonMembers.Binary(member);
                    break;
                case "Count":
                    count = JsonMembers.Count(member);
                    break;
                case "Root":
                    root = JsonMembers.Binary(member);
                    break;
                case nameof(Path):
                    path = JsonMembers.List(member, 64, e => (ReadOnlyMemory<byte>)(JsonMembers.Binary(e) ?? throw Wrong()));
                    break;
                case "seqsignatures":
                    signatures = JsonMembers.List(member, DareLimits.Signatures, DareSignature.Read);
                    break;
                default:
                    break;
            }
        }

        if (header is null || trailer is null || header.Length > DareLimits.Header || trailer.Length > DareLimits.Trailer || !HeaderObject.IsOne(header))
        {
            throw Wrong();
        }

        SequenceFrame frame = SequenceFrame.Of(default, header, trailer);
        return new InclusionProof(frame, new StoreCheckpoint(origin, count, root)) { Path = path, Signatures = signatures };
    }

    private static DareException Wrong() => DareException.Malformed("The inclusion proof lacks a part of it.");

    private void RequirePath()
    {
        if (!MerkleProof.VerifyInclusion(Frame.Index, State.Count, Frame.Leaf().Hash(), State.Root.Span, Path))
        {
            throw new DareException(DareError.TreeMismatch, $"The proof does not lead from frame {Frame.Index} to the root.");
        }
    }

    private void RequireBody(Stream? body)
    {
        if (body is not null)
        {
            _ = BodyDigest.Compare(DareDigest.S512, SHA512.HashData(body), Frame.Trailer);
        }
    }
}
