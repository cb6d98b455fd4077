using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>What one transaction appends to a catalog, sealed to the key in force and signed where the store asks for it.</summary>
internal sealed class StoreWriter
{
    private readonly Replica _replica;
    private readonly CatalogEditor _editor;
    private readonly List<UnverifiedEnvelope> _envelopes = [];

    /// <param name="replica">The store as it is.</param>
    /// <param name="membership">The keys by which the index is named.</param>
    /// <param name="entry">The keys to seal to: the present ones, or in a rotation the next.</param>
    /// <param name="administrator">Signs, where the store asks for it.</param>
    /// <param name="options">Randomness and clock.</param>
    public StoreWriter(Replica replica, Membership membership, ActivationEntry entry, SignaturePrivateKey? administrator, MachineOptions options)
    {
        StoreDescription store = StoreTable.Find(replica.Label)!;
        if (store.SignedByAdministrator && administrator is null)
        {
            throw new ClientException(ClientError.NotAuthorised, "Only an administrator's device can change that.");
        }

        AgreementPrivateKey key = Membership.Private<AgreementPrivateKey>(entry.Key)
            ?? throw new ClientException(ClientError.NotAuthorised, $"This device does not hold the key of {replica.Label}.");
        _replica = replica;
        var sealer = new CatalogSealer(new EnvelopeSealer(options.Random, options.Time))
        {
            Naming = Membership.Naming(entry),
            Recipients = store.ReadableByService ? [key.Public, membership.AccessEncrypt] : [key.Public],
            Signers = store.SignedByAdministrator ? [administrator!] : [],
            FurtherReaders = new Dictionary<string, AgreementPublicKey> { [KeyEscrow.EntryKey] = membership.EscrowEncryption },
        };
        Catalog catalog = replica.Catalog
            ?? throw new ClientException(ClientError.Damaged, $"This device has no copy of {replica.Label}. Synchronise first.");
        _editor = new CatalogEditor(catalog, sealer, EntryKeyRule.KeyOf);
    }

    public bool IsEmpty => _envelopes.Count == 0;

    public IReadOnlyList<UnverifiedEnvelope> Envelopes => _envelopes;

    public void Put(ReadOnlySpan<byte> body) => _envelopes.Add(_editor.Put(body));

    public void Put(CatalogedEntry entry)
    {
        using var body = new ErasingBuffer();
        SchemaJson.Write(body, entry);
        Put(body.Written);
    }

    public void Delete(string key) => _envelopes.Add(_editor.Delete(key));

    /// <summary>The wire form: frames by value, where they begin, and the root after them (Mesh protocol P-4).</summary>
    public ContainerUpdate ToUpdate() => Update(_replica.Label, _replica.Tree, _envelopes);

    public static ContainerUpdate Update(string label, MerkleFrontier tree, IReadOnlyList<UnverifiedEnvelope> envelopes)
    {
        MerkleFrontier next = tree.Clone();
        foreach (UnverifiedEnvelope envelope in envelopes)
        {
            next.Append(StoreFrameBuilder.LeafOf(envelope, next.Count).Hash());
        }

        return new ContainerUpdate { Container = label, Index = tree.Count, Digest = next.Root(), Envelopes = [.. envelopes] };
    }
}
