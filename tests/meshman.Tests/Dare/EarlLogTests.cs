using System.Text.Json;

namespace Mesh.Manager.Tests;

/// <summary><c>dare earl --log</c>.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class EarlLogTests : IDisposable
{
    private readonly Session _session = new();

    public EarlLogTests()
    {
        _session.Do("key", "pair", _session["admin.key"]);
        _session.Write("a.jpg", "a");
        _session.Write("b.jpg", "bb");
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Log_in_clear_has_no_locators()
    {
        string uri = Earl("a.jpg").Trim();
        string second = Earl("b.jpg").Trim();
        JsonElement[] made = Made();
        Assert.Equal(["a.jpg", "b.jpg"], made.Select(m => m.GetProperty("Name").GetString()));
        Assert.All(made, m => Assert.False(m.TryGetProperty("Uri", out _)));
        Assert.All(made, m => Assert.True(File.Exists(_session["web/" + m.GetProperty("Identifier").GetString()])));
        byte[] log = File.ReadAllBytes(_session["x.log"]);
        foreach (string secret in (string[])[uri, second])
        {
            string key = secret[(secret.LastIndexOf('/') + 1)..];
            Assert.DoesNotContain(key, System.Text.Encoding.Latin1.GetString(log), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Sealed_log_has_locators_for_those_who_may_read_it()
    {
        string uri = Earl("a.jpg", "--admin", _session["admin.key"]).Trim();
        Earl("b.jpg");
        Assert.Equal(uri, Made("--key", _session["admin.key"])[0].GetProperty("Uri").GetString());
        _session.Fails(1, "dare", "tail", _session["x.log"]);
        Assert.Contains("names hidden", _session.Do("dare", "verify", _session["x.log"]), StringComparison.Ordinal);

        // Whoever cannot read it cannot say what is in it: nothing is made on a guess.
        int files = Directory.GetFiles(_session["web"]).Length;
        _session.Fails(1, "dare", "earl", _session["a.jpg"], "example.com", "--dir", _session["web"], "--log", _session["x.log"], "--new");
        Assert.Equal(files, Directory.GetFiles(_session["web"]).Length);
        Assert.Empty(Earl("a.jpg", "--new", "--log-key", _session["admin.key"]));
    }

    [Fact]
    public void New_files_are_those_that_are_not_in_the_log_or_changed()
    {
        Assert.NotEmpty(Earl("a.jpg", "--new"));
        Assert.Empty(Earl("a.jpg", "--new"));
        Assert.NotEmpty(Earl("b.jpg", "--new"));
        File.SetLastWriteTimeUtc(_session["a.jpg"], DateTime.UnixEpoch);
        Assert.NotEmpty(Earl("a.jpg", "--new"));
        Assert.Empty(Earl("a.jpg", "--new"));
        Assert.Equal(3, Made().Length);
        Assert.Equal(3, Directory.GetFiles(_session["web"]).Length);
    }

    [Fact]
    public void What_cannot_be_logged_is_not_made()
    {
        _session.Write("x.log", "no log");
        _session.Fails(1, "dare", "earl", _session["a.jpg"], "example.com", "--dir", _session["web"], "--log", _session["x.log"]);
        Assert.False(Directory.Exists(_session["web"]));
        Assert.Contains("--log", _session.Fails(2, "dare", "earl", _session["a.jpg"], "example.com", "--new"), StringComparison.Ordinal);
        File.Delete(_session["x.log"]);
        _session.Fails(1, "dare", "earl", _session["none.jpg"], "example.com", "--dir", _session["web"], "--log", _session["x.log"]);
        Assert.False(File.Exists(_session["x.log"]));
    }

    private string Earl(string file, params string[] more) =>
        _session.Do(["dare", "earl", _session[file], "example.com", "--dir", _session["web"], "--log", _session["x.log"], .. more]);

    private JsonElement[] Made(params string[] keys)
    {
        using var json = JsonDocument.Parse(_session.Do(["dare", "tail", _session["x.log"], "--json", .. keys]));
        return
        [
            .. json.RootElement.GetProperty("ResultLog").GetProperty("Entries").EnumerateArray()
                .Select(e => JsonDocument.Parse(e.GetProperty("Text").GetString()!).RootElement),
        ];
    }
}
