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
    public static Command Make(ManagerProgram program)
    {
        return ManagerProgram.Group("hash", "Fingerprints, digests and authentication codes of files", Udf(program), Digest(program), Mac(program));
    }

    private static Argument<string> File() => new("file") { Description = "the file, or - for standard input" };

    private static Option<int> Bits() => new("--bits")
    {
        DefaultValueFactory = _ => Encoding.Udf.DefaultPrecision,
        Description = "precision: 100 to 440 in steps of 20",
    };

    private static Option<string?> ContentType() => new("--cty") { Description = "media type; by default from the name of the file" };

    private static Option<string?> Expect() => new("--expect") { Description = "compare with this value" };

    private static Command Udf(ManagerProgram program)
    {
        Argument<string> file = File();
        var algorithm = new Option<string>("--alg") { DefaultValueFactory = _ => "sha2", Description = "sha2 or sha3" };
        Option<int> bits = Bits();
        Option<string?> contentType = ContentType();
        Option<string?> expect = Expect();
        return program.Command("udf", "Print the fingerprint of a file", parsed =>
        {
            UdfDigest digest = DigestOf(parsed.GetValue(algorithm)!);
            string name = parsed.GetValue(file)!;
            byte[] hash = Hash(program, name, Name(digest));
            Udf udf = ContentDigest.FromDigest(hash, parsed.GetValue(contentType) ?? MediaTypes.OfFile(name), digest);
            string text = udf.ToString(Precision(parsed.GetValue(bits)));
            var result = new CommandResult("ResultDigest").Field("Digest", text);
            return Compared(result, udf, text, parsed.GetValue(expect));
        }, file, algorithm, bits, contentType, expect);
    }

    private static Command Digest(ManagerProgram program)
    {
        Argument<string> file = File();
        var algorithm = new Option<string>("--alg") { DefaultValueFactory = _ => "sha512", Description = "sha256, sha512, sha3256 or sha3512" };
        return program.Command("digest", "Print the digest of a file", parsed =>
        {
            HashAlgorithmName name = parsed.GetValue(algorithm)!.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal) switch
            {
                "SHA256" => HashAlgorithmName.SHA256,
                "SHA512" or "SHA2" => HashAlgorithmName.SHA512,
                "SHA3256" => HashAlgorithmName.SHA3_256,
                "SHA3512" or "SHA3" => HashAlgorithmName.SHA3_512,
                _ => throw CommandException.Usage($"The algorithm {parsed.GetValue(algorithm)} is not known: use sha256, sha512, sha3256 or sha3512."),
            };
            string digest = Convert.ToHexString(Hash(program, parsed.GetValue(file)!, name));
            return new CommandResult("ResultDigest").Field("Digest", digest).Line(digest);
        }, file, algorithm);
    }

    private static Command Mac(ManagerProgram program)
    {
        Argument<string> file = File();
        var key = new Option<string?>("--key") { Description = "the key, or - (standard input) or @file; by default a new one is made" };
        var algorithm = new Option<string>("--alg") { DefaultValueFactory = _ => "sha2", Description = "sha2 or sha3" };
        Option<int> bits = Bits();
        Option<string?> contentType = ContentType();
        Option<string?> expect = Expect();
        return program.Command("mac", "Print the authentication code of a file", parsed =>
        {
            UdfDigest digest = DigestOf(parsed.GetValue(algorithm)!);
            string name = parsed.GetValue(file)!;
            string text = parsed.GetValue(key) is { } given
                ? SecretInput.Read(program.Terminal, given, "key")
                : Random(UdfType.Nonce, 16).ToString();
            byte[] hash = Hash(program, name, Name(digest));
            Udf udf = UdfAuthenticator.FromDigest(text, hash, parsed.GetValue(contentType) ?? MediaTypes.OfFile(name), digest);
            string code = udf.ToString(Precision(parsed.GetValue(bits)));
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

        if (!Encoding.Udf.TryParse(expected, out Udf? other))
        {
            throw CommandException.Usage("The expected value is not a fingerprint.");
        }

        return udf.Matches(other)
            ? result.Field("Verified", true).Line("True")
            : throw new CommandException(ExitCode.VerificationFailed, "The calculated fingerprint did not match the expected value.");
    }

    private static int Precision(int bits) => bits is >= Encoding.Udf.MinimumPrecision and <= Encoding.Udf.MaximumPrecision && bits % 20 == 0
        ? bits
        : throw CommandException.Usage("--bits takes 100 to 440 in steps of 20.");

    private static UdfDigest DigestOf(string name) => name.ToUpperInvariant() switch
    {
        "SHA2" or "SHA512" => UdfDigest.Sha2,
        "SHA3" or "SHA3512" => UdfDigest.Sha3,
        _ => throw CommandException.Usage($"The algorithm {name} is not known: use sha2 or sha3."),
    };

    private static HashAlgorithmName Name(UdfDigest digest) => digest == UdfDigest.Sha2 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA3_512;

    private static byte[] Hash(ManagerProgram program, string name, HashAlgorithmName algorithm)
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
