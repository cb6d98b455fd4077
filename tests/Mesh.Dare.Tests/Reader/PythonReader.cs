using System.ComponentModel;
using System.Diagnostics;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>
/// The reader in Python that follows docs/format and shares no code with ours (tests/reader), in a folder of its own with a file to read and the keys for it.
/// </summary>
internal sealed class PythonReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TempFolder _folder = new();
    private readonly List<string> _keys = [];
    private string[] _passphrase = [];

    /// <summary>Why the reader cannot run here; null where it can.</summary>
    public static string? Absent { get; } = Find();

    /// <summary>The file to read.</summary>
    public string File => _folder.File("file.dare");

    public PythonReader Of(byte[] octets)
    {
        System.IO.File.WriteAllBytes(File, octets);
        return this;
    }

    public PythonReader With(PrivateKey key) => With(StrictJson.Write(writer => KeyJson.WritePrivate(writer, key)));

    public PythonReader AskFor(PublicKey signer) => With(System.Text.Encoding.ASCII.GetBytes(PublicKeyText.Write(signer)));

    /// <summary>A shared secret, as a fingerprint of type E.</summary>
    public PythonReader With(ReadOnlySpan<byte> secret) => With(System.Text.Encoding.ASCII.GetBytes(Base32.Encode([0x20, .. secret])));

    public PythonReader WithPassphrase(string text)
    {
        string path = _folder.File("passphrase");
        System.IO.File.WriteAllText(path, text + "\n");
        _passphrase = ["--passphrase", path];
        return this;
    }

    /// <summary>What the reader printed, and that it took the file.</summary>
    public string[] Run(string command, params string[] arguments)
    {
        (int code, string output, string error) = Start("dare_reader.py", [command, File, .. arguments]);
        Assert.True(code == 0, $"{command}: {error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What the reader said when it refused the file: one line.</summary>
    public string Refusal(string command, params string[] arguments)
    {
        (int code, _, string error) = Start("dare_reader.py", [command, File, .. arguments]);
        Assert.Equal(1, code);
        return Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("refused: ", StringComparison.Ordinal));
    }

    /// <summary>Flips every <paramref name="step"/>th bit of the file, one at a time; gives those that the reader did not refuse.</summary>
    public string Flip(int step)
    {
        (int code, string output, string error) = Start("flips.py", [File, $"{step}"]);
        Assert.True(error.Length == 0, error);
        Assert.Equal(code == 0, output.EndsWith(" 0 not refused\n", StringComparison.Ordinal));
        return code == 0 ? "" : output;
    }

    /// <summary>Every step of reading the file, as docs/format shows them.</summary>
    public string Worked()
    {
        (int code, string output, string error) = Start("worked.py", [File]);
        Assert.True(code == 0, error);
        return output;
    }

    /// <summary>The octets that the envelope in the file holds.</summary>
    public byte[] Content()
    {
        string target = _folder.File("content");
        Assert.Empty(Run("extract", "--to", target));
        return System.IO.File.ReadAllBytes(target);
    }

    /// <summary>The latest version of every key of the sequence in the file, in the order of keys.</summary>
    public List<(string Key, byte[] Content)> Entries()
    {
        string target = Directory.CreateDirectory(_folder.File("entries")).FullName;
        string[] lines = Run("extract", "--to", target);
        Assert.Equal(lines, Run("list"));
        return [.. lines.Select(l => l.Split(' ', 2)).Select(p => (p[1], System.IO.File.ReadAllBytes(Path.Combine(target, p[0]))))];
    }

    public void Dispose() => _folder.Dispose();

    private PythonReader With(byte[] line)
    {
        string path = _folder.File($"key{_keys.Count}");
        System.IO.File.WriteAllBytes(path, [.. line, (byte)'\n']);
        _keys.Add(path);
        return this;
    }

    private (int Code, string Output, string Error) Start(string script, string[] arguments) => Start(
        [Path.Combine(VectorFile.RepositoryRoot, "tests", "reader", script), .. arguments, .. _passphrase, .. _keys.SelectMany(k => (string[])["--key", k])]);

    private static (int Code, string Output, string Error) Start(string[] arguments)
    {
        var start = new ProcessStartInfo("python3", ["-B", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail("the reader did not end");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    private static string? Find()
    {
        try
        {
            return Start(["-c", "import sys, ctypes, ctypes.util; assert sys.version_info >= (3, 9); "
                + "ctypes.CDLL(ctypes.util.find_library('crypto') or 'libcrypto.so.3').EVP_DigestVerify"]) switch
            {
                (0, _, _) => null,
                _ => "python3 is older than 3.9, or there is no libcrypto for it (Debian: apt-get install python3 openssl)",
            };
        }
        catch (Win32Exception)
        {
            return "there is no python3 (Debian: apt-get install python3)";
        }
    }
}
