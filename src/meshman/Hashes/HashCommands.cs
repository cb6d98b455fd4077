// hash udf | digest | mac (command-line reference, section 8). Files are streamed: their size does not matter.

using System.CommandLine;
using System.Security.Cryptography;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Manager.Files;

namespace Mesh.Manager.Hashes;

/// <summary>Fingerprints, digests and authentication codes of files.</summary>
internal static class HashCommands
{
    private static readonly Dictionary<string, HashAlgorithmName> Digests = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sha256"] = HashAlgorithmName.SHA256,
        ["sha-256"] = HashAlgorithmName.SHA256,
        ["sha512"] = HashAlgorithmName.SHA512,
        ["sha-512"] = HashAlgorithmName.SHA512,
        ["sha2"] = HashAlgorithmName.SHA512,
        ["sha3256"] = HashAlgorithmName.SHA3_256,
        ["sha3-256"] = HashAlgorithmName.SHA3_256,
        ["sha3512"] = HashAlgorithmName.SHA3_512,
        ["sha3-512"] = HashAlgorithmName.SHA3_512,
        ["sha3"] = HashAlgorithmName.SHA3_512,
    };

    private static readonly Dictionary<string, UdfDigest> Fingerprints = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sha2"] = UdfDigest.Sha2,
        ["sha512"] = UdfDigest.Sha2,
        ["sha3"] = UdfDigest.Sha3,
        ["sha3512"] = UdfDigest.Sha3,
    };

    public static ValueForm DigestForm { get; } = new("sha256, sha512, sha3256 or sha3512", Digests.ContainsKey);

    public static ValueForm FingerprintForm { get; } = new("sha2 or sha3", Fingerprints.ContainsKey);

    public static Command Make(ManagerProgram program) =>
        ManagerProgram.Group("hash", "Fingerprints, digests and authentication codes of files", Udf(program), Digest(program), Mac(program));

    private static FormedArgument<string> File() => new("file", ValueForm.File) { Description = "the file, or - for standard input" };

    private static NumberOption Bits() =>
        new("--bits", Encoding.Udf.DefaultPrecision, Encoding.Udf.MinimumPrecision, Encoding.Udf.MaximumPrecision, step: 20)
        {
            Description = "precision: 100 to 440 in steps of 20",
        };

    private static FormedOption<string?> ContentType() => new("--cty", Forms.MediaType) { Description = "media type; by default from the name of the file" };

    private static FormedOption<string> FingerprintAlgorithm() => new("--alg", FingerprintForm)
    {
        DefaultValueFactory = _ => "sha2",
        Description = "sha2 or sha3",
    };

    private static FormedOption<string?> Expect() => new("--expect", Forms.Fingerprint) { Description = "compare with this value" };

    private static Command Udf(ManagerProgram program)
    {
        FormedArgument<string> file = File();
        var algorithm = FingerprintAlgorithm();
        NumberOption bits = Bits();
        FormedOption<string?> contentType = ContentType();
        FormedOption<string?> expect = Expect();
        return program.Command("udf", "Print the fingerprint of a file", parsed =>
        {
            UdfDigest digest = Fingerprints[parsed.GetValue(algorithm)!];
            string name = parsed.GetValue(file)!;
            byte[] hash = Hash(name, Name(digest));
            Udf udf = ContentDigest.FromDigest(hash, parsed.GetValue(contentType) ?? MediaTypes.OfFile(name), digest);
            string text = udf.ToString(parsed.GetValue(bits));
            var result = new CommandResult("ResultDigest").Field("Digest", text);
            return Compared(result, udf, text, parsed.GetValue(expect));
        }, file, algorithm, bits, contentType, expect);
    }

    private static Command Digest(ManagerProgram program)
    {
        FormedArgument<string> file = File();
        var algorithm = new FormedOption<string>("--alg", DigestForm)
        {
            DefaultValueFactory = _ => "sha512",
            Description = "sha256, sha512, sha3256 or sha3512",
        };
        return program.Command("digest", "Print the digest of a file", parsed =>
        {
            string digest = Convert.ToHexString(Hash(parsed.GetValue(file)!, Digests[parsed.GetValue(algorithm)!]));
            return new CommandResult("ResultDigest").Field("Digest", digest).Line(digest);
        }, file, algorithm);
    }

    private static Command Mac(ManagerProgram program)
    {
        FormedArgument<string> file = File();
        var key = new FormedOption<string?>("--key", ValueForm.Secret) { Description = "the key, or - (standard input) or @file; by default a new one is made" };
        var algorithm = FingerprintAlgorithm();
        NumberOption bits = Bits();
        FormedOption<string?> contentType = ContentType();
        FormedOption<string?> expect = Expect();
        return program.Command("mac", "Print the authentication code of a file", parsed =>
        {
            UdfDigest digest = Fingerprints[parsed.GetValue(algorithm)!];
            string name = parsed.GetValue(file)!;
            string text = parsed.GetValue(key) is { } given
                ? SecretInput.Read(program.Terminal, given, "key")
                : Random(UdfType.Nonce, 16).ToString();
            byte[] hash = Hash(name, Name(digest));
            Udf udf = UdfAuthenticator.FromDigest(text, hash, parsed.GetValue(contentType) ?? MediaTypes.OfFile(name), digest);
            string code = udf.ToString(parsed.GetValue(bits));
            var result = new CommandResult("ResultDigest").Field("Digest", code).Field("Key", text);
            Compared(result, udf, code, parsed.GetValue(expect));
            return parsed.GetValue(expect) is null ? result.Line(text) : result;
        }, file, key, algorithm, bits, contentType, expect);
    }

    private static Udf Random(byte type, int length)
    {
        byte[] octets = new byte[length];
        SystemRandom.Instance.Fill(octets);
        return Encoding.Udf.FromOctets(type, octets);
    }

    private static CommandResult Compared(CommandResult result, Udf udf, string text, string? expected)
    {
        if (expected is null)
        {
            return result.Line(text);
        }

        return udf.Matches(Encoding.Udf.Parse(expected))
            ? result.Field("Verified", true).Line("True")
            : throw new CommandException(ExitCode.VerificationFailed, "The calculated fingerprint did not match the expected value.");
    }

    private static HashAlgorithmName Name(UdfDigest digest) => digest == UdfDigest.Sha2 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA3_512;

    private static byte[] Hash(string name, HashAlgorithmName algorithm)
    {
        using Stream input = InputFile.Open(name);
        using var hash = IncrementalHash.CreateHash(algorithm);
        byte[] buffer = new byte[1 << 16];
        for (int count; (count = InputFile.Read(input, buffer, name)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
        }

        return hash.GetHashAndReset();
    }
}
