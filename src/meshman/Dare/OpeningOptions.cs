using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Keys;

namespace Mesh.Manager.Dare;

/// <summary>The options that say what opens a file, and whose signatures are known.</summary>
internal sealed class OpeningOptions
{
    private readonly FormedOption<string[]> _key = new("--key", Forms.KeySource)
    {
        Description = "what opens it: a file of private keys, a secret that begins with E, a udf: locator, - (standard input) or @file (repeatable)",
    };

    private readonly PassphraseOption _passphrase = new("the passphrase that it is sealed with");

    private readonly FormedOption<string[]> _signer = new("--signer", Forms.KeySource)
    {
        Description = "whose signature is known: a public key such as ed448:…, or a file of them (repeatable)",
    };

    /// <summary>All options, to be added to a command that opens files.</summary>
    public Symbol[] All => [_key, _passphrase.Option, _signer];

    /// <summary>Those of a command that only verifies.</summary>
    public Symbol[] OfVerifying => [_signer];

    /// <summary>Whether anything to open it with is named.</summary>
    public bool IsGiven(ParseResult parsed) => (parsed.GetValue(_key) ?? []).Length > 0 || parsed.GetValue(_passphrase.Option) is not null;

    /// <summary>Reads the keys that are named.</summary>
    /// <param name="program">Asks for a passphrase.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="input">The file.</param>
    /// <param name="needsKeys">False where something can be done without any: nobody is asked for a passphrase then, unless told to.</param>
    public OpeningKeys Read(ManagerProgram program, ParseResult parsed, string input, bool needsKeys = true)
    {
        string[] named = [.. parsed.GetValue(_key) ?? [], .. parsed.GetValue(_signer) ?? []];
        if (named.Append(input).Append(parsed.GetValue(_passphrase.Option)).Count(v => v == "-") > 1)
        {
            throw CommandException.Usage("Standard input is named more than once.");
        }

        var keys = new OpeningKeys { IsGiven = IsGiven(parsed) };
        try
        {
            keys.Passphrase = needsKeys || parsed.GetValue(_passphrase.Option) is not null ? _passphrase.Reading(program, parsed, input) : null;
            foreach (string name in parsed.GetValue(_key) ?? [])
            {
                keys.AddKeys(KeyInput.Read(name));
            }

            AddSigners(keys, parsed);
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>Reads the signers that are named.</summary>
    public OpeningKeys ReadSigners(ParseResult parsed)
    {
        var keys = new OpeningKeys();
        try
        {
            AddSigners(keys, parsed);
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    private void AddSigners(OpeningKeys keys, ParseResult parsed)
    {
        foreach (string name in parsed.GetValue(_signer) ?? [])
        {
            using PlainKeyFile file = KeyInput.Read(name);
            keys.AddSigners(file, KeyInput.IsKey(name) ? null : Path.GetFileName(name));
        }
    }
}
