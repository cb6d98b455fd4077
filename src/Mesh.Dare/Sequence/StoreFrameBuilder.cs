using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Builds the frame that appends an envelope to a store (Mesh sealing, sections 1, 5 and 6). The envelope comes by value; its header goes on
/// as it is, behind a new <c>SequenceInfo</c>: what is sealed or signed is never altered. A missing <c>dig</c> is put in the trailer.
/// </summary>
public static class StoreFrameBuilder
{
    // Members that are made anew, or that belong to the place the envelope came from: those of a SequenceInfo also where they stand flat, as
    // in dialect O, since beside the new SequenceInfo they would make a header that no reader takes.
    private static readonly string[] Rebuilt =
    [
        "SequenceInfo", "ContainerInfo", "Received", "PayloadDigest", "PayloadTag", "ApexDigest", "TreeDigest", "ChainDigest",
        "signatures", "seqsignatures", "WitnessValue", .. SequenceInfo.MemberNames,
    ];

    /// <summary>
    /// Appends the envelope to the tree and builds its frame; the index is the number of leaves so far. When it throws, the tree is as
    /// before.
    /// </summary>
    /// <param name="envelope">The envelope; its stated digest, if any, is checked.</param>
    /// <param name="treePosition">Offset in the store of the frame that <see cref="PreviousFrame"/> names; null for frame 0.</param>
    /// <param name="tree">The tree of the store.</param>
    /// <param name="received">The time of receipt to be noted, for what came from others.</param>
    /// <exception cref="DareException">
    /// <see cref="DareError.DigestMismatch"/>; <see cref="DareError.InvalidRequest"/>: another digest than S512, an erased salt, or no
    /// TreePosition where one is needed; <see cref="DareError.LimitExceeded"/>.
    /// </exception>
    public static byte[] Append(
        UnverifiedEnvelope envelope, long? treePosition, MerkleFrontier tree, DateTimeOffset? received = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        long index = tree.Count;
        if ((index == 0) != (treePosition is null))
        {
            throw new DareException(DareError.InvalidRequest, "Every frame but frame 0 has a TreePosition.");
        }

        LeafInput leaf = LeafOf(envelope, index);
        MerkleFrontier next = tree.Clone();
        next.Append(leaf.Hash());
        var info = index == 0
            ? new SequenceInfo { Index = 0, DataEncoding = "JSON", ContainerType = StoreHead.ContainerType }
            : new SequenceInfo { Index = index, TreePosition = treePosition };
        byte[] frame = Build(envelope, info, next.Root(), [], received);
        tree.Append(leaf.Hash());
        return frame;
    }

    /// <summary>The leaf that the envelope will be at <paramref name="index"/>.</summary>
    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>, <see cref="DareError.InvalidRequest"/>.</exception>
    public static LeafInput LeafOf(UnverifiedEnvelope envelope, long index)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        string? named = envelope.Header.DigestAlgorithm ?? envelope.Trailer.DigestAlgorithm;
        if (named is not null && named != DareDigest.S512.Name)
        {
            throw new DareException(DareError.InvalidRequest, "The digest of every frame of a store is S512.");
        }

        if (ProtectedBody.IsErased(envelope.Header.Salt))
        {
            throw new DareException(DareError.InvalidRequest, "An envelope whose salt was erased cannot be appended: its leaf is unknown.");
        }

        BodyDigest digest = BodyDigest.Compare(DareDigest.S512, DareDigest.S512.Compute(envelope.Body.Span), envelope.Claims);
        return StoreFrame.LeafOf(envelope, index, digest.Value);
    }

    /// <summary>Builds the frame from its parts, for a writer that keeps tree and positions itself.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="info">The place.</param>
    /// <param name="apexDigest">The root over all leaves up to this one.</param>
    /// <param name="rootSignatures">Signatures over that root (<see cref="RootSigner"/>).</param>
    /// <param name="received">The time of receipt to be noted, for what came from others.</param>
    /// <exception cref="DareException">
    /// <see cref="DareError.DigestMismatch"/>, <see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>.
    /// </exception>
    public static byte[] Build(
        UnverifiedEnvelope envelope,
        SequenceInfo info,
        ReadOnlySpan<byte> apexDigest,
        IReadOnlyList<DareSignature> rootSignatures,
        DateTimeOffset? received = null)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(rootSignatures);
        LeafInput leaf = LeafOf(envelope, info.Index);
        MerkleHash.RequireSize(apexDigest);
        var trailer = new DareTrailer
        {
            DigestAlgorithm = envelope.Header.DigestAlgorithm is null ? DareDigest.S512.Name : null,
            PayloadDigest = leaf.PayloadDigest,
            PayloadTag = envelope.Claims.PayloadTag,
            Signatures = envelope.Claims.Signatures,
            WitnessValue = envelope.Claims.WitnessValue,
            ApexDigest = apexDigest.ToArray(),
            SequenceSignatures = rootSignatures,
        };
        return Frame.Encode(Header(envelope.Header, info, received), envelope.Body.Span, trailer.Octets.Span);
    }

    private static byte[] Header(DareHeader header, SequenceInfo info, DateTimeOffset? received) =>
        JsonMembers.Parse(header.StrictOctets, "header", element => StrictJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("SequenceInfo");
            info.Write(writer);
            foreach (JsonProperty member in element.EnumerateObject())
            {
                if (!Rebuilt.Contains(member.Name))
                {
                    writer.WritePropertyName(member.Name);
                    member.Value.WriteTo(writer);
                }
            }

            writer.Optional("Received", received is { } time ? MeshTime.Format(time) : null);
            writer.WriteEndObject();
        }));
}
