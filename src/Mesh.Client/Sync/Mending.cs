// The tree of a store commits to what its entries say, not to who can open them or who signed them (Mesh sealing, section 4). A service can
// hand an entry over without these parts, under the right root: it then counts for nothing on this device, for good, as the log is never
// rewritten. So what is doubtful is asked for again at every synchronisation for some time, and a sound copy of the same leaf takes its place.

using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Entries that came damaged in parts which the tree does not cover.</summary>
internal static class Mending
{
    private const int MostAtOnce = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);
    private static readonly PrivateLabel Doubtful = PrivateLabel.Parse("~Doubtful");
    private static readonly PrivateLabel Mended = PrivateLabel.Parse("~Mended");

    /// <summary>Notes to be committed with the entries of a store that this device cannot make anything of.</summary>
    /// <param name="session">The account.</param>
    /// <param name="next">The store as it will be.</param>
    /// <param name="from">The first of the new entries.</param>
    /// <param name="devices">As <see cref="Devices"/> gives them.</param>
    public static IEnumerable<PrivateRecord> Notes(AccountSession session, Replica next, long from, Lazy<SignerPolicy> devices)
    {
        IEnumerable<long> doubtful = next.Catalog is not null
            ? next.Refused.Where(i => i >= from)
            : next.Frames.Skip((int)Math.Max(1, from)).Where(f => IsDoubtful(session, next.Label, f.Envelope, devices)).Select(f => f.Index);
        return doubtful.Select(i => new PrivateRecord(Doubtful, Name(next.Label, i), "{}"u8.ToArray()) { Expires = session.Parts.Now + Patience });
    }

    /// <summary>Asks for doubtful entries again, and keeps what is sound and the same leaf.</summary>
    public static async Task RunAsync(AccountSession session, CancellationToken cancel)
    {
        (string Label, long Index)[] doubtful = [.. session.Log.PrivateKeys(Doubtful).Order(StringComparer.Ordinal).Take(MostAtOnce).Select(Split)];
        if (doubtful.Length == 0)
        {
            return;
        }

        DownloadResponse response = await session.CallAsync<DownloadResponse>(
            new DownloadRequest
            {
                Account = session.Membership.Address,
                Select = [.. doubtful.Select(d => new ConstraintsSelect { Container = d.Label, IndexMin = d.Index, IndexMax = d.Index })],
            },
            cancel).ConfigureAwait(false);
        var sound = new List<PrivateRecord>();
        Lazy<SignerPolicy> devices = Devices(session, null);
        foreach ((string label, long index) in doubtful)
        {
            foreach (ContainerUpdate update in response.Updates.Where(u => Schema.StoreLabel.Same(u.Container, label) && u.Index == index && !u.Envelopes.IsEmpty))
            {
                if (IsSound(session, label, index, update.Envelopes[0], devices))
                {
                    sound.Add(new PrivateRecord(Mended, Name(label, index), update.Envelopes[0].ToJson()));
                    sound.Add(PrivateRecord.Removal(Doubtful, Name(label, index)));
                    break;
                }
            }
        }

        if (sound.Count > 0)
        {
            await session.Log.CommitAsync(new LogTransaction { Records = sound }, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whose signatures messages of devices have, found out once for all of them. Who devices are, administrators' devices know; others take
    /// the signature of one for granted.
    /// </summary>
    /// <param name="session">The account.</param>
    /// <param name="next">MMM_Device as it will be, where it grows; null where it stays.</param>
    public static Lazy<SignerPolicy> Devices(AccountSession session, Replica? next) => new(() =>
        session.Membership.Entry(Schema.StoreLabel.Device) is null
            ? SignerPolicy.None
            : SignerPolicy.AnyOf([.. (next is null ? session.Devices() : new DeviceReplica(next, session.Membership, session.Parts.Now)).Live.Select(d => d.Signature)]));

    /// <summary>The sound copies of entries of a store, by index.</summary>
    public static IReadOnlyDictionary<long, UnverifiedEnvelope> Of(AccountLog log, string label)
    {
        var mended = new Dictionary<long, UnverifiedEnvelope>();
        foreach (string name in log.PrivateKeys(Mended))
        {
            if (Split(name) is var (store, index) && store == label && log.Private(Mended, name) is { } json)
            {
                mended.Add(index, UnverifiedEnvelope.Parse(json));
            }
        }

        return mended;
    }

    private static bool IsSound(AccountSession session, string label, long index, UnverifiedEnvelope envelope, Lazy<SignerPolicy> devices)
    {
        Replica held = Replica.Closed(session.Log, label);
        try
        {
            bool isSame = index < held.Frames.Count
                && StoreFrameBuilder.LeafOf(envelope, index).Hash().AsSpan().SequenceEqual(held.Frames[(int)index].Leaf().Hash());
            if (!isSame)
            {
                return false;
            }
        }
        catch (DareException)
        {
            return false; // It is not even an entry.
        }

        if (session.Membership.Reading(label) is null)
        {
            return !IsDoubtful(session, label, envelope, devices);
        }

        Replica mended = held.Mended(new Dictionary<long, UnverifiedEnvelope> { [index] = envelope }).Opened(session.Membership);
        mended.Erase();
        return !mended.Refused.Contains(index);
    }

    // A message as the account's devices and service write it, as far as this device can judge that.
    private static bool IsDoubtful(AccountSession session, string label, UnverifiedEnvelope envelope, Lazy<SignerPolicy> devices)
    {
        Membership membership = session.Membership;
        try
        {
            if (!envelope.Header.IsEncrypted || envelope.Header.EnvelopeId is null || envelope.Trailer.Signatures.Count == 0)
            {
                return true;
            }

            string? type = ContentMeta.Parse(envelope.Header.ContentMetaData).MessageType;
            if (type == nameof(RespondConnection))
            {
                EnvelopeVerifier.Verify(envelope, SignerPolicy.AnyOf([.. membership.Administrators])); // sealed to the device that asked
                return false;
            }

            SignerPolicy signers = type == nameof(AcknowledgeConnection)
                ? SignerPolicy.AnyOf((SignaturePublicKey)membership.Service.Value.ServiceSignature.PublicParameters!)
                : devices.Value;
            OpenedEnvelope opened = EnvelopeOpener.Open(envelope, new OpenRequest { Keys = membership.AccountKeyring, Signers = signers });
            string stated = MessageIdentifier.Envelope(SchemaJson.Decode<Message>(opened.Plaintext).MessageId);
            opened.Erase();
            return !UdfText.Same(envelope.Header.EnvelopeId, stated);
        }
        catch (Exception e) when (e is DareException or SchemaException or EncodingException)
        {
            return membership.CommonEncryption is not null && StoreTable.Find(label) is { Kind: StoreKind.Spool };
        }
    }

    private static string Name(string label, long index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{label}/{index}");

    private static (string Label, long Index) Split(string name)
    {
        int slash = name.LastIndexOf('/');
        return (name[..slash], long.Parse(name.AsSpan(slash + 1), System.Globalization.CultureInfo.InvariantCulture));
    }
}
