using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager.Recovery;

/// <summary>How many shares to make and where they go (P-31), and how they are printed.</summary>
internal sealed class EscrowOptions
{
    private readonly NumberOption _quorum = new("--quorum", 2, SecretSharing.LeastThreshold, SecretSharing.MostShares)
    {
        Description = "how many shares recover the secret",
    };

    private readonly NumberOption _shares = new("--shares", 3, SecretSharing.LeastThreshold, SecretSharing.MostShares)
    {
        Description = "how many shares to make, one for each holder",
    };

    private readonly FormedOption<string?> _file = new("--file", ValueForm.File)
    {
        Description = "write each holder's sheet to a file of its own, <file>-1.txt and so on, instead of printing the shares",
    };

    public Symbol[] All => [_quorum, _shares, _file];

    /// <summary>The names of the options that were typed.</summary>
    public IEnumerable<string> Given(ParseResult parsed) =>
        new Option[] { _quorum, _shares, _file }.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    public EscrowRequest Read(ParseResult parsed)
    {
        var request = new EscrowRequest(parsed.GetValue(_quorum), parsed.GetValue(_shares));
        return request.Threshold <= request.Count
            ? request
            : throw CommandException.Usage($"--quorum {request.Threshold} of --shares {request.Count}: no more shares can be needed than are made.");
    }

    /// <summary>Whether the shares go to files; where they do not, they are in the result alone.</summary>
    public bool ToFiles(ParseResult parsed) => parsed.GetValue(_file) is not null;

    /// <summary>Puts the shares where they were asked for: into files, or into the result.</summary>
    public CommandResult Report(ParseResult parsed, IssuedShares issued, CommandResult result, string linePrefix)
    {
        result.Field("Identifier", issued.SetId).Field("ProfileUdf", issued.AccountUdf);
        if (parsed.GetValue(_file) is { } prefix)
        {
            IReadOnlyList<string> files = SheetFiles.Write(issued, prefix);
            result.Field("Files", files);
            foreach (string file in files)
            {
                result.Line($"Sheet: {file}");
            }

            return result;
        }

        string[] texts = [.. issued.Shares.Select(s => s.RevealUdf())];
        result.Field("Shares", texts).Field("Set", issued.Set);
        foreach (string text in texts)
        {
            result.Line(linePrefix + text);
        }

        return result.Line($"Set: {issued.Set}");
    }
}
