using System.Text.Json;

namespace Mesh.Manager.Tests;

/// <summary><c>dare encode</c> of a folder, and <c>dare earl</c>.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class FolderTests : IDisposable
{
    private readonly Session _session = new();
    private readonly string _recipient;

    public FolderTests()
    {
        _recipient = _session.Do("key", "pair", _session["own.key"]).Split('\n')[0];
        _session.Write("photos/a.jpg", "a");
        _session.Write("photos/b.jpg", "bb");
        _session.Write("photos/2026/c.jpg", "ccc");
        _session.Write("photos/old.dare", "sealed before");
        File.CreateSymbolicLink(_session["photos/link"], "/etc/passwd");
        Directory.CreateSymbolicLink(_session["photos/loop"], _session["photos"]);
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Each_file_is_sealed_beside_itself()
    {
        string said = _session.Do("dare", "encode", _session["photos"], "--encrypt", _recipient, "--verbose");
        Assert.Contains("a.jpg.dare: 1 bytes sealed", said, StringComparison.Ordinal);
        Assert.Contains("3 passed over", said, StringComparison.Ordinal);
        Assert.Equal(
            ["a.jpg", "a.jpg.dare", "b.jpg", "b.jpg.dare", "link", "old.dare"], Directory.GetFiles(_session["photos"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(File.Exists(_session["photos/2026/c.jpg.dare"]));
        _session.Do("dare", "decode", _session["photos/b.jpg.dare"], _session["b"], "--key", _session["own.key"]);
        Assert.Equal("bb", _session.Read("b"));
    }

    [Fact]
    public void The_folders_inside_are_kept_in_another_folder()
    {
        using JsonDocument json = JsonDocument.Parse(
            _session.Do("dare", "encode", _session["photos"], _session["sealed"], "--sub", "--encrypt", _recipient, "--json"));
        JsonElement result = json.RootElement.GetProperty("ResultFile");
        Assert.Equal(6, result.GetProperty("TotalBytes").GetInt64());
        Assert.Equal(3, result.GetProperty("Files").GetArrayLength());
        _session.Do("dare", "decode", _session["sealed/2026/c.jpg.dare"], _session["c"], "--key", _session["own.key"]);
        Assert.Equal("ccc", _session.Read("c"));
    }

    [Fact]
    public void Nothing_is_sealed_where_anything_would_be_written_over()
    {
        _session.Write("photos/b.jpg.dare", "precious");
        Assert.Contains("exists already", _session.Fails(1, "dare", "encode", _session["photos"], "--encrypt", _recipient), StringComparison.Ordinal);
        Assert.False(File.Exists(_session["photos/a.jpg.dare"]));
        Assert.Equal("precious", _session.Read("photos/b.jpg.dare"));
    }

    [Fact]
    public void A_folder_without_files_and_standard_output_are_refused()
    {
        Directory.CreateDirectory(_session["empty/inside"]);
        Assert.Contains("--sub", _session.Fails(1, "dare", "encode", _session["empty"], "--encrypt", _recipient), StringComparison.Ordinal);
        _session.Fails(1, "dare", "encode", _session["empty"], "--sub", "--encrypt", _recipient);
        _session.Fails(2, "dare", "encode", _session["photos"], "-", "--encrypt", _recipient);
    }

    [Fact]
    public void A_locator_names_the_file_and_opens_it()
    {
        string uri = _session.Do("dare", "earl", _session["photos/b.jpg"], "Example.COM", "--dir", _session["web"], "--name").Trim();
        Assert.StartsWith("udf://example.com/E", uri, StringComparison.Ordinal);
        string file = Assert.Single(Directory.GetFiles(_session["web"]));
        Assert.Equal(Encoding.Earl.ContentIdentifier(Encoding.UdfUri.Parse(uri).Fingerprint), Path.GetFileName(file));
        string octets = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));
        Assert.Contains("\"cloaked\":", octets, StringComparison.Ordinal);
        foreach (string key in new[] { uri, Encoding.UdfUri.Parse(uri).Fingerprint })
        {
            using JsonDocument json = JsonDocument.Parse(_session.Do("dare", "decode", file, _session["b"], "--key", key, "--json"));
            Assert.Equal("b.jpg", json.RootElement.GetProperty("ResultFile").GetProperty("StatedName").GetString());
            Assert.Equal("bb", _session.Read("b"));
        }

        string other = _session.Do("dare", "earl", _session["photos/b.jpg"], "example.com", "--dir", _session["web"]).Trim();
        Assert.NotEqual(uri, other);
        _session.Fails(1, "dare", "decode", file, _session["no"], "--key", other);
        Assert.Contains("exists already", _session.Fails(
            1, "dare", "earl", _session["photos/a.jpg"], "example.com", "--dir", _session["web"], "--key", Encoding.UdfUri.Parse(uri).Fingerprint), StringComparison.Ordinal);
        Assert.False(_session.HasHome);
    }
}
