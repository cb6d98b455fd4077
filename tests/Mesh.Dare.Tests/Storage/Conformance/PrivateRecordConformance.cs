namespace Mesh.Dare.Tests;

/// <summary>The host's own records, which no peer can name.</summary>
public abstract class PrivateRecordConformance : StorageConformance
{
    [Fact]
    public async Task Private_records_are_the_hosts_alone()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a") with { Records = [Record("one", "1"), Record("two", "2")] });
        await harness.Storage.AppendAsync(Alice, new LogTransaction
        {
            Records = [Record("two", "2b"), Record("short", "3") with { Expires = harness.Time.GetUtcNow() + TimeSpan.FromMinutes(5) }],
        });

        Assert.Equal(["MMM_Bookmark"], (await harness.Storage.StatusAsync(Alice)).Stores.Select(s => s.Label.ToString()));
        Assert.Equal("2b", await Content("two"));
        Assert.Equal(["one", "short", "two"], (await harness.Storage.PrivateKeysAsync(Alice, Pending)).Order());
        harness.Time.Advance(TimeSpan.FromMinutes(5));
        await harness.Storage.AppendAsync(Alice, new LogTransaction { Records = [PrivateRecord.Removal(Pending, "one")] });
        await harness.RestartAsync(killed: true);
        Assert.Equal(["two"], await harness.Storage.PrivateKeysAsync(Alice, Pending));
        Assert.Null(await harness.Storage.ReadPrivateAsync(Alice, Pending, "one"));
        Assert.Null(await harness.Storage.ReadPrivateAsync(Alice, Pending, "short"));

        // Nothing that a peer can say names such a store.
        Assert.False(StoreLabel.TryParse("~Pending", out _));
        Assert.Throws<DareException>(() => StoreLabel.Parse("~Requests"));
        Assert.Throws<DareException>(() => PrivateLabel.Parse("MMM_Bookmark"));

        async Task<string?> Content(string key) =>
            await harness.Storage.ReadPrivateAsync(Alice, Pending, key) is { } octets ? System.Text.Encoding.UTF8.GetString(octets) : null;
    }

    private static PrivateRecord Record(string key, string content) => new(Pending, key, System.Text.Encoding.UTF8.GetBytes(content));
}
