using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Any octets as a store, a catalog or a published sequence.</summary>
internal static class StoreFuzz
{
    private static readonly CatalogRules Rules = new()
    {
        Naming = EntryNaming.Plain,
        PrimaryKey = (_, _) => "key",
        Keys = new Keyring(),
    };

    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        EnvelopeFuzz.Try(() => StoreReader.ReadAll(octets));
        EnvelopeFuzz.Try(() => Catalog.Replay(octets, Rules));
        EnvelopeFuzz.Try(() => PublishedSequence.Read(new MemoryOctets(octets)));
        EnvelopeFuzz.Try(() => new Spool().Add(StoreFrame.Parse(octets)));
    }
}
