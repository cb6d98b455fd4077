namespace Mesh.Dare.Tests;

/// <summary>
/// What every implementation of <see cref="IAccountStorage"/> must do (Mesh account log, Conformance), in one suite for each concept: atomicity at
/// every octet of a multi-store transaction, preconditions under concurrent writers, idempotency across restart, reading while writing, range
/// reads, watching, a full disk, a failed flush, a second process. An implementation runs them all
/// (<see cref="LogStorageConformanceTests"/>).
/// </summary>
public abstract class StorageConformance
{
    private protected static readonly AccountName Alice = AccountName.Parse("MAPR-OFIL-EUDF-OFAL-ICEA-ACCO-UNTA");
    private protected static readonly AccountName Bob = AccountName.Parse("MBPR-OFIL-EUDF-OFBO-BAAA-ACCO-UNTA");
    private protected static readonly StoreLabel Bookmarks = StoreLabel.Parse("MMM_Bookmark");
    private protected static readonly StoreLabel Inbound = StoreLabel.Parse("MMM_Inbound");
    private protected static readonly PrivateLabel Pending = PrivateLabel.Parse("~Pending");

    protected abstract StorageHarness Start();

    internal static AccountName Name(int number) => AccountName.Parse(
        Mesh.Encoding.ContentDigest.Compute(System.Text.Encoding.UTF8.GetBytes($"account {number}"), "text/plain").ToString());

    private protected static async Task Refused<T>(DareError error, Func<Task<T>> action) =>
        Assert.Equal(error, (await Assert.ThrowsAsync<DareException>(action)).Code);

    private protected static RequestRecord Request(string id, string payload, string response) => new()
    {
        Key = "key",
        Id = id,
        PayloadHash = Hash(payload),
        Respond = _ => System.Text.Encoding.UTF8.GetBytes(response),
        Quota = "key",
    };

    private protected static byte[] Hash(string payload) => System.Security.Cryptography.SHA512.HashData(System.Text.Encoding.UTF8.GetBytes(payload));

    private protected static string Text(CommitResult result) => System.Text.Encoding.UTF8.GetString(result.Response.Span);

    private protected static IEnumerable<string> Frames(StoreRange? range) => range!.Frames.Select(f => Convert.ToHexString(f.Span));

    private protected static IEnumerable<string> Frames(TestStore store) => store.Frames.Select(Convert.ToHexString);
}
