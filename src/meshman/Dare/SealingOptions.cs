using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Keys;

namespace Mesh.Manager.Dare;

/// <summary>The options that say to whom a file is sealed, and who signs it.</summary>
internal sealed class SealingOptions
{
    private const int FewestOfUdf = 24;

    private readonly FormedOption<string[]> _encrypt = new("--encrypt", Forms.Recipient)
    {
        Description = "who may open it: the address or UDF of an account, a public key such as x448:…, or a file of keys (repeatable)",
    };

    private readonly FormedOption<string[]> _key;
    private readonly PassphraseOption _passphrase;

    private readonly FormedOption<string[]> _sign = new("--sign", Forms.Recipient)
    {
        Description = "who signs it: the address of an account here, or a file with a private signature key (repeatable)",
    };

    /// <param name="isOfCopy">True where <c>--key</c> and <c>--passphrase</c> open what is copied: those of the copy are called otherwise.</param>
    public SealingOptions(bool isOfCopy = false)
    {
        string prefix = isOfCopy ? "--new-" : "--";
        _key = new FormedOption<string[]>(prefix + "key", Forms.SecretKey)
        {
            Description = $"a secret that opens {(isOfCopy ? "the copy" : "it")}, begins with E: itself, - (standard input) or @file (repeatable)",
        };
        _passphrase = new PassphraseOption($"seal {(isOfCopy ? "the copy" : "it")} with a passphrase", prefix + "passphrase");
    }

    /// <summary>The options, to be added to a command.</summary>
    public Symbol[] All => [_encrypt, _key, _passphrase.Option, _sign];

    /// <summary>What the options name. Accounts are not looked up yet.</summary>
    public SealingKeys Read(ManagerProgram program, ParseResult parsed, string input)
    {
        RequireOneUseOfInput(parsed, input);
        var keys = new SealingKeys();
        try
        {
            foreach (string name in parsed.GetValue(_encrypt) ?? [])
            {
                AddRecipient(keys, name);
            }

            foreach (string secret in parsed.GetValue(_key) ?? [])
            {
                keys.AddSecrets(KeyInput.Read(secret), _key.Name);
            }

            foreach (string name in parsed.GetValue(_sign) ?? [])
            {
                AddSigner(keys, name);
            }

            keys.Passphrase = _passphrase.ReadNew(program, parsed, input);
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>The signers alone, of a command that adds to what is sealed already.</summary>
    public static SealingKeys ReadSigners(IEnumerable<string> names) => Read([], names);

    /// <summary>Recipients and signers that options of other names name.</summary>
    public static SealingKeys Read(IEnumerable<string> recipients, IEnumerable<string> signers)
    {
        var keys = new SealingKeys();
        try
        {
            foreach (string name in recipients)
            {
                AddRecipient(keys, name);
            }

            foreach (string name in signers)
            {
                AddSigner(keys, name);
            }

            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    private static void AddRecipient(SealingKeys keys, string name)
    {
        if (NamesAccount(name))
        {
            keys.AccountRecipients.Add(name);
        }
        else
        {
            keys.AddRecipients(KeyInput.Read(name), name);
        }
    }

    private static void AddSigner(SealingKeys keys, string name)
    {
        if (NamesAccount(name))
        {
            keys.AccountSigners.Add(name);
        }
        else
        {
            keys.AddSigners(KeyInput.Read(name), name);
        }
    }

    // A name that is both a file's here and that of an account is the file's; an address never is, nor what is as long as a UDF.
    private static bool NamesAccount(string name)
    {
        if (name is "-" || name[0] == '@' || KeyInput.IsKey(name) || name.Contains('/', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal))
        {
            return false;
        }

        if (name.Contains('@', StringComparison.Ordinal) || (name.Length >= FewestOfUdf && Encoding.Udf.TryParse(name, out _)))
        {
            return true;
        }

        return !File.Exists(name) && (ManagerProgram.HasHome
            ? true
            : throw new CommandException(ExitCode.Error, $"There is no file {name} here, and no account of that name."));
    }

    private void RequireOneUseOfInput(ParseResult parsed, string input)
    {
        int uses = (parsed.GetValue(_encrypt) ?? []).Concat(parsed.GetValue(_key) ?? []).Concat(parsed.GetValue(_sign) ?? [])
            .Append(input).Append(parsed.GetValue(_passphrase.Option) ?? "").Count(v => v == "-");
        if (uses > 1)
        {
            throw CommandException.Usage("Standard input is named more than once.");
        }
    }
}
