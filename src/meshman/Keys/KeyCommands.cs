// key nonce | secret | earl (command-line reference, section 8). None of them needs an account.

using System.CommandLine;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Manager.Keys;

/// <summary>Nonces, secrets, locators and shares.</summary>
internal static class KeyCommands
{
    public static Command Make(ManagerProgram program) =>
        ManagerProgram.Group("key", "Make nonces, secrets, locators and recovery shares", Nonce(program), Secret(program), Earl(program));

    private static Option<int> Bits(int preset) => new("--bits")
    {
        DefaultValueFactory = _ => preset,
        Description = "random bits, whole octets",
    };

    private static Command Nonce(ManagerProgram program)
    {
        Option<int> bits = Bits(128);
        return program.Command("nonce", "Print a random nonce", parsed =>
        {
            string text = Random(UdfType.Nonce, parsed.GetValue(bits), minimum: 64);
            return new CommandResult("ResultKey").Field("Key", text).Line(text);
        }, bits);
    }

    private static Command Secret(ManagerProgram program)
    {
        Option<int> bits = Bits(128);
        return program.Command("secret", "Print a random secret", parsed =>
        {
            string text = Random(UdfType.EncryptionKey, parsed.GetValue(bits), minimum: 80);
            return new CommandResult("ResultKey").Field("Key", text).Line(text);
        }, bits);
    }

    private static Command Earl(ManagerProgram program)
    {
        Option<int> bits = Bits(128);
        var key = new Option<string?>("--key") { Description = "the secret to use, or - (standard input) or @file; by default a new one is made" };
        return program.Command("earl", "Print a secret and the locator of what it encrypts", parsed =>
        {
            string text = parsed.GetValue(key) is { } given
                ? SecretInput.Read(program.Terminal, given, "key").ToUpperInvariant()
                : Random(UdfType.EncryptionKey, parsed.GetValue(bits), minimum: 80);
            if (!Udf.TryParse(text, out Udf? udf) || udf.Type is not (UdfType.EncryptionKey or UdfType.EncryptionKeySigned))
            {
                throw CommandException.Usage("The key is not a secret: it begins with E.");
            }

            string locator = Encoding.Earl.ContentIdentifier(udf.ToString());
            return new CommandResult("ResultKey").Field("Key", udf.ToString()).Field("Identifier", locator)
                .Line(udf.ToString()).Line(locator);
        }, key, bits);
    }

    private static string Random(byte type, int bits, int minimum)
    {
        if (bits < minimum || bits > 512 || bits % 8 != 0)
        {
            throw CommandException.Usage($"--bits takes {minimum} to 512 in steps of 8.");
        }

        byte[] octets = new byte[bits / 8];
        SystemRandom.Instance.Fill(octets);
        return Udf.FromOctets(type, octets).ToString();
    }
}
