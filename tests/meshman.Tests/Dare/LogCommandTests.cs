using System.Text.Json;
using Mesh.CommandLine;
using Mesh.Manager.Dare;

namespace Mesh.Manager.Tests;

/// <summary><c>dare log</c> and <c>dare tail</c>.</summary>
[Collection(UsesEnvironment.Name)]
public sealed class LogCommandTests : IDisposable
{
    private readonly Session _session = new();

    public LogCommandTests()
    {
        _session.Do("key", "pair", _session["reader.key"]);
        _session.Do("key", "pair", _session["author.key"], "--alg", "ed25519");
    }

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Log_is_made_grows_and_is_searched()
    {
        _session.Do("dare", "log", _session["x.log"], "started", "the", "server");
        _session.Do("dare", "log", _session["x.log"], "--id", "web", "first\nsecond");
        _session.Do("dare", "log", _session["x.log"], "--id", "web", "third", "--flush");
        string[] lines = Tail();
        Assert.Equal(4, lines.Length);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  started the server$", lines[0]);
        Assert.EndsWith("  web  first", lines[1], StringComparison.Ordinal);
        Assert.Equal("                     second", lines[2]);
        Assert.EndsWith("  web  third", Assert.Single(Tail("-n", "1")), StringComparison.Ordinal);
        Assert.Equal(3, Tail("--id", "web").Length);
        Assert.Empty(Tail("--id", "other"));
        Assert.Equal(4, Tail("--since", "1h").Length);
        Assert.Empty(Tail("--until", "1h"));
        Assert.Single(Tail("--id", "web", "--since", "1h", "--last", "1"));
        using var json = JsonDocument.Parse(_session.Do("dare", "tail", _session["x.log"], "--json"));
        JsonElement[] entries = [.. json.RootElement.GetProperty("ResultLog").GetProperty("Entries").EnumerateArray()];
        Assert.Equal(("started the server", 1, "web"), (
            entries[0].GetProperty("Text").GetString(), entries[0].GetProperty("Index").GetInt32(), entries[2].GetProperty("Key").GetString()));
    }

    [Fact]
    public void Sealed_and_signed_log_is_for_those_who_have_keys()
    {
        _session.Do("dare", "log", _session["x.log"], "one", "--encrypt", _session["reader.key"], "--sign", _session["author.key"], "--hide-names", "--id", "k");

        // The same words go on with it; others are refused, and nothing is appended.
        _session.Do("dare", "log", _session["x.log"], "two", "--encrypt", _session["reader.key"], "--sign", _session["author.key"], "--hide-names");
        byte[] before = File.ReadAllBytes(_session["x.log"]);
        Assert.Contains("signatures", _session.Fails(1, "dare", "log", _session["x.log"], "three"), StringComparison.Ordinal);
        _session.Do("key", "pair", _session["other.key"]);
        Assert.Contains("--encrypt", _session.Fails(
            1, "dare", "log", _session["x.log"], "three", "--encrypt", _session["other.key"], "--sign", _session["author.key"]), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_session["x.log"]));
        _session.Fails(1, "dare", "tail", _session["x.log"], "--key", _session["other.key"]);
        Assert.Equal(2, Tail("--key", _session["reader.key"], "--signer", _session["author.key"]).Length);
        Assert.Single(Tail("--key", _session["reader.key"], "--signer", _session["author.key"], "--id", "k"));
    }

    [Fact]
    public void Log_that_went_back_behind_its_note_is_refused()
    {
        string[] sealing = ["--sign", _session["author.key"], "--note", _session["author.key"]];
        _session.Do(["dare", "log", _session["x.log"], "one", .. sealing]);
        File.Copy(_session["x.log"], _session["old.log"]);
        File.Copy(_session["x.log.checkpoint"], _session["old.note"]);
        _session.Do(["dare", "log", _session["x.log"], "two", .. sealing]);
        string[] known = ["--signer", _session["author.key"]];
        string[] verify = ["dare", "verify", _session["x.log"], .. known, "--checkpoint"];
        string frames = File.ReadAllLines(_session["old.note"])[1];
        Assert.Contains($"continues the {frames} frames that old.note is about", _session.Do([.. verify, _session["old.note"]]), StringComparison.Ordinal);
        Assert.Equal(2, Tail([.. known, "--checkpoint", _session["old.note"]]).Length);
        Assert.Equal(2, Tail([.. known, "--checkpoint", _session["x.log.checkpoint"]]).Length);
        File.Move(_session["old.log"], _session["x.log"], overwrite: true);
        Assert.Contains("went back", _session.Fails(
            3, ["dare", "tail", _session["x.log"], .. known, "--checkpoint", _session["x.log.checkpoint"]]), StringComparison.Ordinal);
        Assert.Contains("went back", _session.Fails(3, [.. verify, _session["x.log.checkpoint"]]), StringComparison.Ordinal);
        Assert.Contains("--signer", _session.Fails(
            1, "dare", "verify", _session["x.log"], "--checkpoint", _session["old.note"]), StringComparison.Ordinal);
        Assert.Contains("--signer", _session.Fails(
            1, "dare", "tail", _session["x.log"], "--checkpoint", _session["x.log.checkpoint"]), StringComparison.Ordinal);
        Assert.Contains("no note", _session.Fails(
            1, ["dare", "tail", _session["x.log"], .. known, "--checkpoint", _session["author.key"]]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_follows_what_others_append_and_stops_at_an_alarm()
    {
        _session.Do("dare", "log", _session["x.log"], "one");
        var output = new StringWriter();
        var error = new StringWriter();
        TextWriter written = TextWriter.Synchronized(output);
        string Output()
        {
            lock (written)
            {
                return output.ToString();
            }
        }

        var terminal = new Terminal(written, error, TextReader.Null, inputIsTerminal: false, errorIsTerminal: false);
        using var interrupt = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Task<int> Run() => Task.Run(() => new CommandHost(new ManagerProgram(terminal).Root, terminal, Explanation.Of)
            .RunAsync(["dare", "tail", _session["x.log"], "-f", "--json"], interrupt.Token));
        Task<int> following = Run();
        await Until(() => Output().Contains("\"one\"", StringComparison.Ordinal), following);
        _session.Do("dare", "log", _session["x.log"], "two");
        await Until(() => Output().Contains("\"two\"", StringComparison.Ordinal), following);
        byte[] octets = File.ReadAllBytes(_session["x.log"]);
        File.WriteAllBytes(_session["x.log"], octets.AsSpan(0, octets.Length - 1));
        Assert.Equal(ExitCode.VerificationFailed, await following);
        Assert.Contains("went back", error.ToString(), StringComparison.Ordinal);

        File.WriteAllBytes(_session["x.log"], octets);
        output.GetStringBuilder().Clear();
        following = Run();
        await Until(() => Output().Contains("\"two\"", StringComparison.Ordinal), following);
        await interrupt.CancelAsync();
        Assert.Equal(ExitCode.Success, await following);
        Assert.All(Output().Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public void What_is_no_log_is_said_to_be_none()
    {
        _session.Write("data.txt", "text");
        _session.Do("dare", "archive", _session["x.dare"], _session["data.txt"]);
        byte[] before = File.ReadAllBytes(_session["x.dare"]);
        Assert.Contains("no log", _session.Fails(1, "dare", "log", _session["x.dare"], "one"), StringComparison.Ordinal);
        Assert.Contains("no log", _session.Fails(1, "dare", "tail", _session["x.dare"]), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_session["x.dare"]));
        _session.Fails(1, "dare", "log", _session["data.txt"], "one");
        Assert.Equal("text", _session.Read("data.txt"));
        Assert.Contains("folder", _session.Fails(1, "dare", "log", _session["none/x.log"], "one"), StringComparison.Ordinal);
        Assert.Contains("ed25519", _session.Fails(2, "dare", "log", _session["x.log"], "one", "--note", _session["reader.key"]), StringComparison.Ordinal);
        Assert.False(File.Exists(_session["x.log"]));
    }

    [Fact]
    public void Lines_are_taken_as_they_come_and_long_ones_refused()
    {
        List<string> lines = [];
        void Take(ReadOnlyMemory<byte> line) => lines.Add(System.Text.Encoding.UTF8.GetString(line.Span));
        string longest = new('x', (1 << 20) - 1);
        using (var input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"one\r\n\n{longest}\nlast")))
        {
            LineInput.Read(input, Take, CancellationToken.None);
        }

        Assert.Equal(["one", "", longest, "last"], lines);
        lines.Clear();
        using var more = new MemoryStream(System.Text.Encoding.UTF8.GetBytes("one\n" + new string('x', 1 << 20)));
        Assert.Throws<CommandException>(() => LineInput.Read(more, Take, CancellationToken.None));
        Assert.Equal(["one"], lines);
    }

    private static async Task Until(Func<bool> condition, Task<int> running)
    {
        while (!condition())
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(20);
        }
    }

    private string[] Tail(params string[] more) =>
        _session.Do(["dare", "tail", _session["x.log"], .. more]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
