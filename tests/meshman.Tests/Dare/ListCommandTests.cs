using System.Text.Json;

namespace Mesh.Manager.Tests;

/// <summary>What <c>dare list</c> and <c>dare dir</c> print, and where they break off.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class ListCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Entries_have_columns()
    {
        Make();
        string list = _session.Do("dare", "list", _session["x.dare"]);
        string time = DateTimeOffset.UnixEpoch.AddDays(20_000).AddMinutes(9).ToLocalTime().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        Assert.StartsWith($"-rw-r-----     1.5 kB  {time}  data/file\n", list, StringComparison.Ordinal);
        Assert.Matches("\nlrwxrwxrwx          -  .{16}  data/link -> file\n", list);
        Assert.Matches("\ndrwx[rwx-]{6}          -  .{16}  data/sub/\n$", list);
        Assert.Equal("data/file\ndata/link\ndata/sub\n", _session.Do("dare", "dir", _session["x.dare"]));
        Assert.EndsWith("3 entries, 1.5 kB\n", _session.Do("dare", "dir", _session["x.dare"], "--verbose"), StringComparison.Ordinal);
        Assert.Matches("^       1  New     -.*\n       2  New     l.*\n       3  New     d.*\n$", _session.Do("dare", "list", _session["x.dare"], "--all"));
    }

    [Fact]
    public void Json_has_the_same()
    {
        Make();
        using var json = JsonDocument.Parse(_session.Do("dare", "list", _session["x.dare"], "--json"));
        JsonElement result = json.RootElement.GetProperty("ResultArchive");
        JsonElement[] entries = [.. result.GetProperty("Entries").EnumerateArray()];
        Assert.Equal((true, 1500, 3), (result.GetProperty("Success").GetBoolean(), result.GetProperty("TotalBytes").GetInt64(), entries.Length));
        Assert.Equal(["File", "Link", "Folder"], entries.Select(e => e.GetProperty("Type").GetString()));
        Assert.Equal("2024-10-04T00:09:00Z", entries[0].GetProperty("Modified").GetString());
        Assert.Equal(0b110_100_000, entries[0].GetProperty("Mode").GetInt32());
        Assert.Equal("file", entries[1].GetProperty("Target").GetString());
    }

    [Fact]
    public void Link_whose_target_is_damaged_is_listed_without_it()
    {
        Make();
        byte[] octets = File.ReadAllBytes(_session["x.dare"]);
        int at = octets.AsSpan().IndexOf("\"Index\":2,"u8);
        octets[at + octets.AsSpan(at).IndexOf("\"ContentMetaData\":\""u8) + 25] ^= 1;
        File.WriteAllBytes(_session["x.dare"], octets);
        (int exit, string output, string error) = _session.Run("dare", "list", _session["x.dare"]);
        Assert.Equal(0, exit);
        Assert.Contains("data/link -> ?\n", output, StringComparison.Ordinal);
        Assert.Contains("Where some links point to cannot be told: ", error, StringComparison.Ordinal);
        Assert.Equal("data/file\ndata/link\ndata/sub\n", _session.Do("dare", "dir", _session["x.dare"]));
    }

    [Fact]
    public void List_that_breaks_off_ends_with_an_error()
    {
        // Long names, so that the index has its keys on several pages of 65,536 octets; the last key is on the last one.
        for (int i = 0; i < 800; i++)
        {
            _session.Write($"data/{i:D4}{new string('x', 200)}", "");
        }

        _session.Do("dare", "archive", _session["x.dare"], _session["data"]);
        byte[] octets = File.ReadAllBytes(_session["x.dare"]);
        octets[octets.AsSpan().LastIndexOf("data/0799xxx"u8) + 7] ^= 1;
        File.WriteAllBytes(_session["x.dare"], octets);

        (int exit, string output, string error) = _session.Run("dare", "dir", _session["x.dare"]);
        Assert.Equal(3, exit);
        Assert.EndsWith("ERROR - x.dare does not verify: A page of an index frame does not have its digest.\n", error, StringComparison.Ordinal);
        Assert.InRange(output.Count(c => c == '\n'), 100, 799);
        Assert.EndsWith("x\n", output, StringComparison.Ordinal);

        (exit, output, error) = _session.Run("dare", "list", _session["x.dare"], "--json");
        Assert.Equal(3, exit);
        Assert.EndsWith("ERROR - x.dare does not verify: A page of an index frame does not have its digest.\n", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(output);
        JsonElement result = json.RootElement.GetProperty("ResultArchive");
        Assert.Equal((false, 3), (result.GetProperty("Success").GetBoolean(), result.GetProperty("ErrorCode").GetInt32()));
        Assert.InRange(result.GetProperty("Entries").GetArrayLength(), 100, 799);
    }

    private void Make()
    {
        string file = _session.Write("data/file", new string('f', 1500));
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(20_000).AddMinutes(9));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        Directory.CreateDirectory(_session["data/sub"]);
        File.CreateSymbolicLink(_session["data/link"], "file");
        _session.Do("dare", "archive", _session["x.dare"], _session["data"]);
    }
}
