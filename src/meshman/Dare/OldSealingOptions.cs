using System.CommandLine;
using Mesh.CommandLine;

namespace Mesh.Manager.Dare;

/// <summary>The options of commands that write for programs which read old forms only.</summary>
internal sealed class OldSealingOptions
{
    private readonly Option<bool> _compat = new("--compat") { Description = "write an old form, for programs that read nothing else: names and times are not authenticated" };

    private readonly Option<bool> _unauthenticated = new("--unauthenticated")
    {
        Description = "with --compat: encrypt also where nobody signs, so that whoever has it can alter it",
    };

    public Symbol[] All => [_compat, _unauthenticated];

    public bool IsCompat(ParseResult parsed) => parsed.GetValue(_compat);

    public bool IsUnauthenticated(ParseResult parsed) => parsed.GetValue(_unauthenticated);

    /// <summary>Refuses what the old forms do not have, and what they have and nobody should want.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="keys">Who opens and signs.</param>
    /// <param name="others">Options that were given and do not go with it, by their names.</param>
    public void Check(ParseResult parsed, SealingKeys keys, params IEnumerable<string> others)
    {
        if (!IsCompat(parsed))
        {
            if (IsUnauthenticated(parsed))
            {
                throw CommandException.Usage("--unauthenticated goes with --compat: without that, whatever is encrypted is authenticated.");
            }

            return;
        }

        string? other = keys.Passphrase is not null ? "--passphrase" : others.FirstOrDefault();
        if (other is not null)
        {
            throw CommandException.Usage($"--compat does not go with {other}: the old form has no such thing.");
        }

        if (keys.IsEncrypted && !keys.IsSigned && !IsUnauthenticated(parsed))
        {
            throw CommandException.Usage(
                "In the old form only a signature shows that what is encrypted was not altered: say --sign with who signs, or --unauthenticated to go without.");
        }
    }
}
