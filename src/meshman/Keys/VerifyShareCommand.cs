using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Manager.Recovery;

namespace Mesh.Manager.Keys;

/// <summary>
/// <c>key verify-share</c>: asks the share set of each share alone, however few there are (Mesh rulings 21). It writes nothing, recovers
/// nothing and prints nothing of a share but its number.
/// </summary>
internal static class VerifyShareCommand
{
    public static Command Make(ManagerProgram program)
    {
        var input = new ShareInput();
        var expect = new FormedOption<string?>("--expect", Forms.Fingerprint) { Description = "the account UDF or set identifier that the set must be of" };
        return program.Command("verify-share", "Check recovery shares one by one against their share set", parsed =>
        {
            using CollectedShares shares = input.Read(program, parsed, askForAll: true);
            IReadOnlyList<CheckedShare> found = shares.Check();
            RecoverCommand.Require(parsed.GetValue(expect), shares.AccountUdf, shares.SetId);
            string? bad = shares.Bad();
            var result = new CommandResult("ResultKey", bad is null ? ExitCode.Success : ExitCode.VerificationFailed);
            if (bad is not null)
            {
                result.Field("Reason", bad).Field("ErrorCode", ExitCode.VerificationFailed);
                program.Note("ERROR - " + bad);
            }

            result.Field("Verified", bad is null).Field("Identifier", shares.SetId).Field("ProfileUdf", shares.AccountUdf)
                .Field("Threshold", shares.SetThreshold).Field("Count", shares.SetCount).Field("Missing", shares.Missing)
                .Field("Checked", found.Select(AsResult));
            foreach (CheckedShare share in found)
            {
                result.Line(string.Create(
                    CultureInfo.InvariantCulture, $"Share {share.Number} ({share.Source}): {(share.Belongs ? "valid" : "not valid")}"));
            }

            result.Line($"   Set = {shares.SetId}")
                .Line(string.Create(CultureInfo.InvariantCulture, $"   {shares.SetThreshold} of {shares.SetCount} shares recover the secret"));
            return shares.AccountUdf is { } account ? result.Line($"   Account UDF = {account}") : result;
        }, [.. input.All, expect]);
    }

    private static CommandResult AsResult(CheckedShare share) => new CommandResult("CheckedShare")
        .Field("Number", share.Number).Field("Source", share.Source).Field("Verified", share.Belongs);
}
