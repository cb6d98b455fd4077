using System.Text.Json;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>Judges the entries of one transaction.</summary>
/// <param name="authority">What the caller may do.</param>
/// <param name="account">The account as the transaction leaves it.</param>
/// <param name="stores">The stores that exist, by label; every update begins where its store ends.</param>
/// <param name="keys">Opens what is sealed to the service.</param>
internal sealed class EntryJudge(
    Authority authority, HostedAccount account, IReadOnlyDictionary<string, StoreStatus> stores, IDecryptionKeyring keys)
{
    // In the transaction that replaces the administrator's key, the old one may have signed what it still signs.
    private readonly SignerPolicy _administrators = SignerPolicy.AnyOf(
        [.. new[] { authority.Account, account }.Select(a => (SignaturePublicKey)a.Profile.Value.AdministratorSignature.PublicParameters!).Distinct()]);

    private readonly string _accessKid = ((AccountHostAssignmentKey)account).Kid;

    /// <summary>The Access catalog as the update leaves it.</summary>
    public AccessState Access(ContainerUpdate update)
    {
        (ReadOnlyMemory<byte> origin, int first) = Begin(update, Schema.StoreLabel.Access);
        AccessState state = first == 0 ? authority.Access : AccessState.Empty.Begin();
        for (int i = first; i < update.Envelopes.Length; i++)
        {
            RequireSize(update.Envelopes[i]);
            state = state.Accept(update.Envelopes[i], new StorePlace(origin, update.Index + i), keys, _administrators);
        }

        return state.Octets <= AccessState.MostOctets || state.Octets < authority.Access.Octets
            ? state
            : throw Refusal.Of(MeshStatus.TooLarge, MeshStatusExtended.TooLarge);
    }

    /// <summary>What an update appends, judged.</summary>
    /// <exception cref="Refusal">A right, a size or a rule does not allow it.</exception>
    public StoreUpdate Update(ContainerUpdate update, AccessState access)
    {
        string label = Schema.StoreLabel.Canonical(update.Container);
        StoreDescription store = StoreTable.Find(label)!;
        (ReadOnlyMemory<byte> origin, int first) = Begin(update, label);
        for (int i = first; i < update.Envelopes.Length; i++)
        {
            UnverifiedEnvelope envelope = update.Envelopes[i];
            RequireSize(envelope);
            var place = new StorePlace(origin, update.Index + i);
            CatalogEntry entry = CatalogEntry.Read(envelope, place);
            if (store.SignedByAdministrator)
            {
                EnvelopeVerifier.Verify(envelope, _administrators, place);
            }

            if (entry.Event != CatalogEvents.Erase)
            {
                RequireStoreKey(envelope, label, store, access);
            }
        }

        return new StoreUpdate(Dare.StoreLabel.Parse(label), [.. update.Envelopes.Select(e => StoreEntry.FromEnvelope(e))])
        {
            ExpectedCount = update.Index,
            ResultingRoot = update.Digest,
        };
    }

    private static void RequireSize(UnverifiedEnvelope envelope)
    {
        if (envelope.ToJson().Length > ProtocolLimits.CatalogEntry)
        {
            throw Refusal.Of(MeshStatus.TooLarge, MeshStatusExtended.TooLarge);
        }
    }

    // Ruling 7: after a removal, what is sealed to the old key would be sealed to the thief.
    private void RequireStoreKey(UnverifiedEnvelope envelope, string label, StoreDescription store, AccessState access)
    {
        List<string> recipients = [.. (envelope.Header.Recipients ?? []).Select(r => r.KeyIdentifier)];
        if (store.ReadableByService && recipients.RemoveAll(r => UdfText.Same(r, _accessKid)) == 0)
        {
            throw Refusal.Malformed("an entry that the service must read is not sealed to it");
        }

        if (label == Schema.StoreLabel.Device)
        {
            // No device holds EscrowEncryption: what it opens as well is readable to a recovered seed and to no thief (ruling 5).
            recipients.RemoveAll(r => UdfText.Same(r, account.Profile.Value.EscrowEncryption!.PublicParameters!.Kid));
        }

        if (access.StoreKey(label) is { } inForce && !(recipients.Count == 1 && UdfText.Same(recipients[0], inForce)))
        {
            throw Refusal.Of(MeshStatus.Conflict, MeshStatusExtended.Conflict, "superseded key");
        }
    }

    // A store that begins gives its origin in frame 0; one that exists has it already.
    private (ReadOnlyMemory<byte> Origin, int First) Begin(ContainerUpdate update, string label)
    {
        if (stores.TryGetValue(label, out StoreStatus? known))
        {
            return (known.Origin, 0);
        }

        UnverifiedEnvelope head = update.Envelopes[0];
        RequireSize(head);
        using JsonDocument body = StrictJson.Parse(head.Body);
        JsonElement root = body.RootElement;
        bool ours = !head.Header.IsEncrypted && root.ValueKind == JsonValueKind.Object
            && Text(root, "Store") == label && UdfText.Same(Text(root, "ProfileUdf"), account.Name.ToString());
        return ours && Text(root, "Origin") is { } text
            ? (Base64UrlText.Decode(text), 1)
            : throw Refusal.Malformed("frame 0 is not that of this store");
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // The assignment was signed by this service; its key is read from there rather than derived once more.
    private readonly record struct AccountHostAssignmentKey(string Kid)
    {
        public static explicit operator AccountHostAssignmentKey(HostedAccount account) =>
            new(SchemaJson.Decode<AccountHostAssignment>(account.Assignment.Envelope.Body).AccessEncrypt.PublicParameters!.Kid);
    }
}
