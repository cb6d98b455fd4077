using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Encoding;
using Mesh.Manager.Recovery;

namespace Mesh.Manager.Keys;

/// <summary><c>key recover</c>: gives a secret back from its shares (command-line reference, section 8; Mesh rulings 21). It writes nothing.</summary>
internal static class RecoverCommand
{
    private const string NothingShown =
        "Nothing shows that no share is wrong: bring a share more than is needed, or the share set (--file of a holder).";

    public static Command Make(ManagerProgram program)
    {
        var input = new ShareInput();
        var verify = new Option<bool>("--verify") { Description = "say only whether the shares are right; a single share is checked against its set" };
        var expect = new FormedOption<string?>("--expect", Forms.Fingerprint) { Description = "the account UDF or set identifier that it must be" };
        return program.Command("recover", "Recover a secret from its shares", parsed =>
        {
            using CollectedShares shares = input.Read(program, parsed);
            string? expected = parsed.GetValue(expect);
            if (parsed.GetValue(verify) && shares is { Missing: > 0, Count: > 0, SetId: not null })
            {
                shares.Check();
                Require(expected, shares.AccountUdf, shares.SetId);
                return About(new CommandResult("ResultKey"), shares, shares.AccountUdf)
                    .Line(string.Create(CultureInfo.InvariantCulture, $"   {shares.Missing} more needed"));
            }

            using RecoveredSecret secret = shares.Recover();
            Require(expected, secret.AccountUdf, shares.SetId);
            bool isShown = secret.IsChecked || expected is not null;
            if (parsed.GetValue(verify))
            {
                return isShown
                    ? About(new CommandResult("ResultKey"), shares, secret.AccountUdf)
                    : throw new CommandException(ExitCode.VerificationFailed, NothingShown);
            }

            if (!isShown)
            {
                program.Note(NothingShown);
            }

            return new CommandResult("ResultKey").Field("Key", secret.RevealUdf()).Field("Identifier", shares.SetId)
                .Field("ProfileUdf", secret.AccountUdf).Line(secret.RevealUdf());
        }, [.. input.All, verify, expect]);
    }

    private static CommandResult About(CommandResult result, CollectedShares shares, string? account)
    {
        result.Field("Verified", true).Field("Identifier", shares.SetId).Field("ProfileUdf", account).Field("Missing", shares.Missing)
            .Line(shares.Missing == 0 ? "Recovery shares valid" : "Recovery share valid");
        string numbers = string.Join(", ", shares.Numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        result.Line($"   Shares = {numbers}");
        if (shares.SetId is { } set)
        {
            result.Line($"   Set = {set}");
        }

        return account is null ? result : result.Line($"   Account UDF = {account}");
    }

    private static void Require(string? expected, string? account, string? set)
    {
        if (expected is not null && !new[] { account, set }.Any(known => known is not null && Udf.Parse(known).Matches(Udf.Parse(expected))))
        {
            throw new CommandException(ExitCode.VerificationFailed, account is null
                ? "The shares are not those that were expected."
                : $"The shares are those of the account {account}, which is not the one that was expected.");
        }
    }
}
