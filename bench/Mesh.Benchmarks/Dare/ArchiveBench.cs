using System.Diagnostics;
using System.Globalization;

namespace Mesh.Benchmarks.Dare;

/// <summary>
/// Archives of many files: sealed to an X25519 key and signed with Ed448, against <c>zip</c>, which does neither; the same compressed, and how large they
/// become; and how long it takes to list an archive of 100,000 files and to take one out of it. Whole processes.
/// </summary>
internal sealed class ArchiveBench : IDisposable
{
    private const int Many = 100_000;
    private const int InFolder = 200;
    private const int Turns = 11;

    private readonly Stage _stage = new();
    private readonly DareOptions _options;
    private readonly string _meshman;
    private bool _hasKeys;
    private bool _hasTree;
    private bool _hasMany;

    private ArchiveBench(DareOptions options)
    {
        _options = options;
        _meshman = _stage.Built("meshman");
    }

    /// <summary>The rows whose name contains the word of the options.</summary>
    public static IEnumerable<Comparison> Run(DareOptions options)
    {
        using var bench = new ArchiveBench(options);
        string files = options.Files.ToString("N0", CultureInfo.InvariantCulture);
        (string Name, string? Peer, Func<string, Comparison> Time)[] rows =
        [
            ($"archive {files} files / zip -0", "zip", name => bench.Archive(name, ["-0"])),
            ($"archive {files} files / zip", "zip", name => bench.Archive(name, [])),
            ($"archive --compress {files} files / zip", "zip", name => bench.Archive(name, [], "--compress")),
            ($"archive --compress {files} files, octets / zip", "zip", bench.Size),
            ("list an archive of 100,000 files", null, name => bench.OfMany(name, "list", "many.dare")),
            ("extract one file of 100,000", null, name => bench.OfMany(name, "extract", "many.dare", "out", "many/folder250/file50123")),
        ];
        foreach ((string name, string? peer, Func<string, Comparison> time) in rows)
        {
            if (!name.Contains(options.Rows, StringComparison.Ordinal))
            {
                continue;
            }

            if (peer is not null && !Stage.Has(peer))
            {
                Console.Error.WriteLine($"left out: {name}: {peer} is not on this machine");
                continue;
            }

            yield return time(name);
        }
    }

    public void Dispose() => _stage.Dispose();

    private Comparison Archive(string name, string[] zip, params string[] ours)
    {
        Tree();
        return Paired.Durations(
            name,
            () => Pack("ours.dare", ours),
            () => _stage.Run("zip", ["-q", "-r", .. zip, "theirs.zip", "tree"]),
            _options.Rounds,
            () => Fresh("ours.dare"),
            () => Fresh("theirs.zip"));
    }

    private Comparison Size(string name)
    {
        Tree();
        Fresh("ours.dare");
        Fresh("theirs.zip");
        Pack("ours.dare", "--compress");
        _stage.Run("zip", "-q", "-r", "theirs.zip", "tree");
        double ours = new FileInfo(_stage.File("ours.dare")).Length;
        double theirs = new FileInfo(_stage.File("theirs.zip")).Length;
        return new Comparison(name, ours, theirs, "B", theirs / ours);
    }

    private Comparison OfMany(string name, params string[] command)
    {
        Keys();
        if (!_hasMany)
        {
            WriteMany();
            _stage.Run(_meshman, "dare", "archive", "many.dare", "many", "--encrypt", "reader.key", "--sign", "signer.key");

            // A hundred thousand new files keep the system busy for a while.
            _stage.Run("sync");
            _hasMany = true;
        }

        var taken = new List<double>();
        for (int turn = 0; turn < Turns; turn++)
        {
            Fresh("out");
            long start = Stopwatch.GetTimestamp();
            _stage.RunToFile(_meshman, ["dare", .. command, "--key", "reader.key", "--signer", "signer.key"]);
            taken.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return new Comparison(name, taken.Order().ElementAt(Turns / 2), null, "s", null);
    }

    private void Pack(string archive, params string[] more)
    {
        // The first turn, which is not timed, has nothing before it.
        File.Delete(_stage.File(archive));
        _stage.Run(_meshman, ["dare", "archive", archive, "tree", "--encrypt", "reader.key", "--sign", "signer.key", .. more]);
    }

    private void Tree()
    {
        Keys();
        if (!_hasTree)
        {
            Corpus.WriteTree(_stage.File("tree"), _options.Files);
            _hasTree = true;
        }
    }

    private void Keys()
    {
        if (!_hasKeys)
        {
            _stage.Run(_meshman, "key", "pair", "reader.key", "--alg", "x25519");
            _stage.Run(_meshman, "key", "pair", "signer.key", "--alg", "ed448");
            _hasKeys = true;
        }
    }

    private void WriteMany()
    {
        for (int k = 0; k < Many; k++)
        {
            string folder = _stage.File(string.Create(CultureInfo.InvariantCulture, $"many/folder{k / InFolder}"));
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"file{k}")), $"{k}");
        }
    }

    private void Fresh(string output)
    {
        string path = _stage.File(output);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        File.Delete(path);
        _stage.Run("sync");
    }
}
