// key nonce | secret | earl; pair, share, verify-share and recover beside it (command-line reference, section 8). None of them needs an account.

using System.CommandLine;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Manager.Keys;

/// <summary>Nonces, secrets, locators and shares.</summary>
internal static class KeyCommands
{
    public static Command Make(ManagerProgram program) =>
        ManagerProgram.Group(
            "key",
            "Make key pairs, nonces, secrets, locators and recovery shares",
            PairCommand.Make(program),
            Nonce(program),
            Secret(program),
            Earl(program),
            ShareCommand.Make(program),
            VerifyShareCommand.Make(program),
            RecoverCommand.Make(program));

    private static NumberOption Bits(int least) => new("--bits", 128, least, 512, step: 8) { Description = "random bits, whole octets" };

    private static Command Nonce(ManagerProgram program)
    {
        NumberOption bits = Bits(64);
        return program.Command("nonce", "Print a random nonce", parsed =>
        {
            string text = Random(UdfType.Nonce, parsed.GetValue(bits));
            return new CommandResult("ResultKey").Field("Key", text).Line(text);
        }, bits);
    }

    private static Command Secret(ManagerProgram program)
    {
        NumberOption bits = Bits(80);
        return program.Command("secret", "Print a random secret", parsed =>
        {
            string text = Random(UdfType.EncryptionKey, parsed.GetValue(bits));
            return new CommandResult("ResultKey").Field("Key", text).Line(text);
        }, bits);
    }

    private static Command Earl(ManagerProgram program)
    {
        NumberOption bits = Bits(80);
        var key = new FormedOption<string?>("--key", Forms.Key) { Description = "the secret to use, or - (standard input) or @file; by default a new one is made" };
        return program.Command("earl", "Print a secret and the locator of what it encrypts", parsed =>
        {
            string text = parsed.GetValue(key) is { } given
                ? SecretInput.Read(program.Terminal, given, "key").ToUpperInvariant()
                : Random(UdfType.EncryptionKey, parsed.GetValue(bits));
            Udf udf = Forms.IsKey(text) ? Udf.Parse(text) : throw CommandException.Usage("The key is not a secret: it begins with E.");
            string locator = Encoding.Earl.ContentIdentifier(udf.ToString());
            return new CommandResult("ResultKey").Field("Key", udf.ToString()).Field("Identifier", locator)
                .Line(udf.ToString()).Line(locator);
        }, key, bits);
    }

    private static string Random(byte type, int bits)
    {
        byte[] octets = new byte[bits / 8];
        SystemRandom.Instance.Fill(octets);
        return Udf.FromOctets(type, octets).ToString();
    }
}
