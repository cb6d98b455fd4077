using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager.Dare;

/// <summary>The options that say how a copy of a sequence is sealed and signed; what is not said is as it was.</summary>
internal sealed class CopySealing
{
    private readonly ArchiveSealing _sealing;

    private readonly Option<bool> _hide = new("--hide-names") { Description = "hide names, sizes and times from all but the recipients" };

    private readonly Option<bool> _unsigned = new("--unsigned") { Description = "leave the copy unsigned, whoever signed the original" };

    /// <param name="accounts">The options that name accounts.</param>
    public CopySealing(AccountOptions accounts) => _sealing = new ArchiveSealing(accounts, isOfCopy: true);

    /// <summary>The options, to be added to a command after its own.</summary>
    public Symbol[] Options => [.. _sealing.Sealing.All, _unsigned, _hide];

    /// <summary>Hands over what the options say.</summary>
    public async Task<T> WithAsync<T>(
        ManagerProgram program, ParseResult parsed, string input, Func<SequenceCopying, T> work, CancellationToken cancel)
    {
        using SealingKeys keys = _sealing.Sealing.Read(program, parsed, input);
        bool unsigned = parsed.GetValue(_unsigned);
        if (unsigned && keys.IsSigned)
        {
            throw CommandException.Usage("--sign says who signs the copy, --unsigned that nobody does.");
        }

        return await _sealing.WithAsync(
            program, parsed, keys,
            sealing => work(new SequenceCopying { Sealing = sealing with { HidesMetadata = parsed.GetValue(_hide) }, IsUnsigned = unsigned }),
            cancel).ConfigureAwait(false);
    }
}
