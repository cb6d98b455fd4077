using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Manager.Recovery;

namespace Mesh.Manager.Keys;

/// <summary><c>key share</c>: splits a secret for recovery (command-line reference, section 8; Mesh rulings 21).</summary>
internal static class ShareCommand
{
    private const string Prompt = "ask";

    /// <summary>Where a secret is read; never the secret itself, which others on the machine would see.</summary>
    public static ValueForm Source { get; } = ValueForm.SecretOf(
        "- (standard input), @file or ask; not the secret itself, which others on the machine would see",
        text => text == "-" || text.Equals(Prompt, StringComparison.OrdinalIgnoreCase) || (text.Length > 1 && text[0] == '@'));

    public static Command Make(ManagerProgram program)
    {
        var secret = new FormedArgument<string?>("secret", Source)
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "where to read the secret: - (standard input), @file or ask; by default a new one is made",
        };
        var bits = new NumberOption("--bits", 128, 128, 512, step: 8) { Description = "random bits of a new secret, whole octets" };
        var escrow = new EscrowOptions();
        return program.Command("share", "Split a secret into recovery shares", parsed =>
        {
            EscrowRequest request = escrow.Read(parsed);
            if (parsed.GetValue(secret) is not null && parsed.GetResult(bits) is { Implicit: false })
            {
                throw CommandException.Usage("--bits is the size of a new secret; a secret that is given has its own.");
            }

            var sharing = new SecretSharing(SystemRandom.Instance, TimeProvider.System);
            using IssuedShares issued = parsed.GetValue(secret) is { } source
                ? sharing.Share(Read(program, source), request.Threshold, request.Count)
                : sharing.Generate(parsed.GetValue(bits) / 8, request.Threshold, request.Count);
            var result = new CommandResult("ResultKey").Field("Key", issued.RevealNewSecret());
            if (issued.RevealNewSecret() is { } made)
            {
                result.Line(made);
            }

            return escrow.Report(parsed, issued, result.Line(issued.SetId), "");
        }, [secret, bits, .. escrow.All]);
    }

    private static string Read(ManagerProgram program, string source) =>
        SecretInput.Read(program.Terminal, source.Equals(Prompt, StringComparison.OrdinalIgnoreCase) ? null : source, "secret").Trim();
}
