namespace Mesh.Benchmarks.Dare;

/// <summary>
/// Whole processes of <c>meshman dare</c> and of their peers, on the same data and the same disk. A row is a name, two command lines and what each
/// of them writes; before it is timed, what it wrote is removed, and nothing is on its way to the disk. A row whose peer is missing is left out, and
/// said to be.
/// </summary>
internal sealed class DareBench : IDisposable
{
    private readonly Stage _stage = new();
    private readonly DareOptions _options;
    private readonly string _meshman;
    private string _recipient = "";
    private string _signer = "";

    private DareBench(DareOptions options)
    {
        _options = options;
        _meshman = _stage.Built("meshman");
    }

    /// <summary>The rows whose name contains the word of the options.</summary>
    public static IEnumerable<Comparison> Run(DareOptions options)
    {
        using var bench = new DareBench(options);
        foreach (DareRow row in bench.Rows())
        {
            if (!row.Name.Contains(options.Rows, StringComparison.Ordinal))
            {
                continue;
            }

            if (row.Peer is { } peer && !Stage.Has(peer))
            {
                Console.Error.WriteLine($"left out: {row.Name}: {peer} is not on this machine");
                continue;
            }

            yield return bench.Time(row);
        }
    }

    public void Dispose() => _stage.Dispose();

    private IEnumerable<DareRow> Rows()
    {
        string size = _options.SizeText;
        string ageRecipient = "";
        void AgeKey()
        {
            if (ageRecipient.Length == 0)
            {
                _stage.Run("age-keygen", "-o", _stage.File("age.key"));
                ageRecipient = _stage.Run("age-keygen", "-y", _stage.File("age.key")).Trim();
                Corpus.WriteFile(_stage.File("plain"), _options.Octets);
            }
        }

        void Sealed(params string[] more)
        {
            AgeKey();
            Mesh(["encode", "plain", "sealed.dare", "--encrypt", _recipient, .. more]);
            _stage.Run("age", "-r", ageRecipient, "-o", "sealed.age", "plain");
        }

        void Encode() => Mesh("encode", "plain", "sealed.dare", "--encrypt", _recipient);
        void EncodeSigned() => Mesh("encode", "plain", "sealed.dare", "--encrypt", _recipient, "--sign", "signer.key");
        void Decode() => Mesh("decode", "sealed.dare", "opened", "--key", "reader.key");
        void DecodeSigned() => Mesh("decode", "sealed.dare", "opened", "--key", "reader.key", "--signer", _signer);
        void AgeEncode() => _stage.Run("age", "-r", ageRecipient, "-o", "sealed.age", "plain");
        void AgeDecode() => _stage.Run("age", "-d", "-i", "age.key", "-o", "opened.age", "sealed.age");

        yield return new DareRow($"dare encode {size} / age", "age", AgeKey, Encode, AgeEncode, "sealed.dare", "sealed.age");
        yield return new DareRow($"dare encode, signed, {size} / age", "age", AgeKey, EncodeSigned, AgeEncode, "sealed.dare", "sealed.age");
        yield return new DareRow($"dare decode {size} / age", "age", () => Sealed(), Decode, AgeDecode, "opened", "opened.age");
        yield return new DareRow(
            $"dare decode, signed, {size} / age", "age", () => Sealed("--sign", "signer.key"), DecodeSigned, AgeDecode, "opened", "opened.age");

        // Each flushes what it wrote: what users wait for who want it on the disk.
        yield return new DareRow(
            $"dare encode {size}, sync / age, sync", "age", AgeKey, Flushed(Encode, "sealed.dare"), Flushed(AgeEncode, "sealed.age"), "sealed.dare", "sealed.age");
        yield return new DareRow(
            $"dare decode {size}, sync / age, sync", "age", () => Sealed(), Flushed(Decode, "opened"), Flushed(AgeDecode, "opened.age"), "opened", "opened.age");

        // The peer makes one sealed file of them all, which is less work.
        yield return new DareRow(
            $"dare encode {_options.Files} files, each / tar + age",
            "age",
            () =>
            {
                AgeKey();
                Corpus.WriteTree(_stage.File("tree"), _options.Files);
            },
            () => Mesh("encode", "tree", "sealed", "--encrypt", _recipient, "--sub"),
            () => _stage.Run("sh", "-c", $"tar -c tree | age -r {ageRecipient} -o tree.age"),
            "sealed",
            "tree.age");
    }

    private Comparison Time(DareRow row)
    {
        if (_signer.Length == 0)
        {
            _recipient = FirstLine(_stage.Run(_meshman, "key", "pair", "reader.key", "--alg", "x25519"));
            _signer = FirstLine(_stage.Run(_meshman, "key", "pair", "signer.key", "--alg", "ed448"));
        }

        row.Prepare();
        return Paired.Durations(row.Name, row.Ours, row.Theirs, _options.Rounds, () => Remove(row.OurOutput), () => Remove(row.TheirOutput));
    }

    private void Mesh(params string[] arguments) => _stage.Run(_meshman, ["dare", .. arguments]);

    private Action Flushed(Action write, string file) => () =>
    {
        write();
        _stage.Run("sync", file);
    };

    private void Remove(string output)
    {
        string path = _stage.File(output);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        File.Delete(path);
        _stage.Run("sync");
    }

    private static string FirstLine(string text) => text.Split('\n')[0];
}
