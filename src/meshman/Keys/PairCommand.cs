using System.CommandLine;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Manager.Keys;

/// <summary><c>key pair</c>: a key pair for somebody who needs no account (docs/format/plain-keys.md).</summary>
internal static class PairCommand
{
    private const string DefaultFile = "mesh.key";

    public static ValueForm AlgorithmForm { get; } = new("x448, x25519, ed448 or ed25519", text => AlgorithmOf(text) is not null);

    public static Command Make(ManagerProgram program)
    {
        var file = new FormedArgument<string?>("file", ValueForm.File)
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = $"the file for the private key, or - for standard output; by default {DefaultFile}",
        };
        var algorithm = new FormedOption<string?>("--alg", AlgorithmForm)
        {
            Description = "x448 (the default) or x25519 to be sealed to, ed448 or ed25519 to sign",
        };
        return program.Command("pair", "Make a key pair that needs no account", parsed =>
        {
            string target = parsed.GetValue(file) ?? DefaultFile;
            KeyAlgorithm kind = parsed.GetValue(algorithm) is { } named ? AlgorithmOf(named)!.Value : KeyAlgorithm.X448;
            using PrivateKey key = kind.IsSignature()
                ? SignaturePrivateKey.Generate(kind, SystemRandom.Instance)
                : AgreementPrivateKey.Generate(kind, SystemRandom.Instance);
            using SecretBytes line = PlainKeyFile.Write(key);
            string text = PublicKeyText.Write(key.PublicKey);
            if (target == "-")
            {
                Print(program, line);
            }
            else
            {
                Write(target, line);
            }

            return new CommandResult("ResultKey") { IsBesideOutput = target == "-" }.Field("Filename", target).Field("Algorithm", key.PublicKey.Algorithm.CurveName())
                .Field("PublicKey", text).Field("Udf", key.Kid)
                .Line(text).Line(key.Kid);
        }, file, algorithm);
    }

    // Neither a half-written key nor one that others can read ever has the name; a file that is there is somebody's key.
    private static void Write(string target, SecretBytes line)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(target, options);
            try
            {
                file.Write(line.Reveal());
                file.Write("\n"u8);
                SystemFiles.Flush(file);
            }
            catch
            {
                File.Delete(target);
                throw;
            }
        }
        catch (IOException e) when (File.Exists(target) || Directory.Exists(target))
        {
            throw new CommandException(ExitCode.Error, $"{target} exists already: a private key is never written over. Name another file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Error, $"{target} cannot be written: {FileProblem.Of(e)}.", e);
        }
    }

    private static void Print(ManagerProgram program, SecretBytes line)
    {
        program.Terminal.Out.WriteLine(System.Text.Encoding.ASCII.GetString(line.Reveal()));
        program.Terminal.Out.Flush();
    }

    private static KeyAlgorithm? AlgorithmOf(string text) => Enum.GetValues<KeyAlgorithm>()
        .Select(a => (KeyAlgorithm?)a).FirstOrDefault(a => string.Equals(a!.Value.CurveName(), text, StringComparison.OrdinalIgnoreCase));
}
