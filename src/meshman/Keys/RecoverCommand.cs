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
    /// <summary>Follows the sentence that names shares which do not belong to the set.</summary>
    public const string LeftOut = " Left out: the others are enough.";

    private const string NothingShown =
        "Nothing shows that no share is wrong: bring a share more than is needed, or the share set (--file of a holder).";

    public static Command Make(ManagerProgram program)
    {
        var input = new ShareInput();
        var verify = new Option<bool>("--verify")
        {
            Description = "a rehearsal: say only whether the shares give the secret, or with fewer whether they are right, and never print it",
        };
        var expect = new FormedOption<string?>("--expect", Forms.Fingerprint) { Description = "the account UDF or set identifier that it must be" };
        return program.Command("recover", "Recover a secret from its shares", parsed =>
        {
            using CollectedShares shares = input.Read(program, parsed);
            string? expected = parsed.GetValue(expect);
            if (parsed.GetValue(verify) && shares is { Missing: > 0, Count: > 0, SetId: not null } && shares.Bad() is null)
            {
                Require(expected, shares.AccountUdf, shares.SetId);
                return About(new CommandResult("ResultKey"), shares, shares.AccountUdf)
                    .Line(string.Create(CultureInfo.InvariantCulture, $"   {shares.Missing} more needed"));
            }

            using RecoveredSecret secret = shares.Recover();
            Require(expected, secret.AccountUdf, shares.SetId);
            if (shares.Bad() is { } bad)
            {
                program.Note(bad + LeftOut);
            }

            bool isShown = secret.IsChecked || expected is not null;
            if (parsed.GetValue(verify))
            {
                return isShown
                    ? About(new CommandResult("ResultKey"), shares, secret.AccountUdf)
                    : throw new CommandException(ExitCode.VerificationFailed, secret.AccountUdf is { } account
                        ? $"The shares give the seed of the account {account}. If that is the right one, say --expect with it. {NothingShown}"
                        : NothingShown);
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
        string[] bad = shares.Bad() is null ? [] : [.. shares.Check().Where(c => !c.Belongs).Select(c => Number(c.Number)).Distinct()];
        result.Field("Verified", true).Field("Identifier", shares.SetId).Field("ProfileUdf", account).Field("Missing", shares.Missing)
            .Line(shares.Missing == 0 ? "Recovery shares valid" : "Recovery share valid")
            .Line($"   Shares = {string.Join(", ", shares.Numbers.Select(Number))}");
        if (bad.Length > 0)
        {
            result.Field("LeftOut", bad).Line($"   Not valid = {string.Join(", ", bad)}");
        }

        if (shares.SetId is { } set)
        {
            result.Line($"   Set = {set}");
        }

        return account is null ? result : result.Line($"   Account UDF = {account}");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Refuses the shares of another account or set than the one that was expected.</summary>
    public static void Require(string? expected, string? account, string? set)
    {
        if (expected is not null && !new[] { account, set }.Any(known => known is not null && Udf.Parse(known).Matches(Udf.Parse(expected))))
        {
            throw new CommandException(ExitCode.VerificationFailed, account is null
                ? "The shares are not those that were expected."
                : $"The shares are those of the account {account}, which is not the one that was expected.");
        }
    }
}
