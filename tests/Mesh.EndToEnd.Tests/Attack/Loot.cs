using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Service;

namespace Mesh.EndToEnd.Tests;

/// <summary>Finds every envelope in the provider's log of an account, and in files.</summary>
internal static class Loot
{
    private static readonly PrivateLabel[] ProvidersOwn =
        [PrivateLabel.Requests, PrivateLabel.Account, PrivateLabel.Parse("~Connections")];

    /// <summary>All frames of all stores, as they lie on the provider's disk.</summary>
    public static IReadOnlyList<SealedThing> OfProvider(Drill drill) => Read(drill, log => log.Status().SelectMany(s =>
        log.Read(s.Label, 0)!.Frames.Select(StoreFrame.Parse).Select(f => new SealedThing(
            $"{s.Label} {f.Index}", s.Label.ToString(), f.Index >= drill.CountsAtRemoval[s.Label.ToString()], f.Envelope))));

    /// <summary>What the provider keeps for itself, opened with its own secret.</summary>
    public static IReadOnlyList<byte[]> OfProvidersOwnRecords(Drill drill) => Read(drill, log => ProvidersOwn.SelectMany(label =>
        log.PrivateKeys(label).Select(key => log.Private(label, key)!)));

    /// <summary>Sealed files.</summary>
    public static IEnumerable<SealedThing> OfFiles(Drill drill) =>
        drill.FilesBefore.Select(f => OfFile(f, false)).Concat(drill.FilesAfter.Select(f => OfFile(f, true)));

    private static List<T> Read<T>(Drill drill, Func<AccountLog, IEnumerable<T>> read)
    {
        using var copy = new TempFolder();
        string name = AccountName.Parse(drill.Laptop.ProfileUdf) + ".log";
        File.Copy(Path.Combine(drill.Host.Data, "accounts", name), copy.File(name));
        using ServiceIdentity identity = ServiceIdentity.Open(drill.Host.Data, TimeProvider.System);
        using var seal = new PrivateSeal(identity.Seal, SystemRandom.Instance, TimeProvider.System);
        AccountLog log = AccountLog.OpenReader(copy.File(name), new LogOptions { Seal = seal });
        try
        {
            return [.. read(log)];
        }
        finally
        {
            log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static SealedThing OfFile(string path, bool isAfter)
    {
        using FileStream stream = File.OpenRead(path);
        var reader = new EnvelopeFileReader(stream);
        using var body = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int count = reader.ReadBody(buffer); count > 0; count = reader.ReadBody(buffer))
        {
            body.Write(buffer, 0, count);
        }

        return new SealedThing(Path.GetFileName(path), "", isAfter, new UnverifiedEnvelope(reader.Header, body.ToArray(), reader.ReadTrailer()));
    }
}
