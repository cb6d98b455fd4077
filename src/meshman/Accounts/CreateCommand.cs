// account create (command-line reference, section 3; Mesh rulings 8). After escrow it offers to leave the profile key and the seed off this
// device: on a terminal by a question, otherwise by --purge.

using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Manager.Recovery;

namespace Mesh.Manager.Accounts;

/// <summary>Makes an account.</summary>
internal static class CreateCommand
{
    private const string Question =
        "Write the shares down now: they are not shown again. Erase the profile key and the seed from this device? A thief of it could then not "
        + "take the account over; making other administrators, and replacing all keys after a loss, would take the shares.";

    public static Command Make(ManagerProgram program)
    {
        var address = new FormedArgument<string>("account", Forms.Address) { Description = "the address to have: name@domain" };
        var localName = new FormedOption<string?>("--localname", Forms.LocalName) { Description = "a short name for it on this machine" };
        var description = new FormedOption<string?>("--dd", ValueForm.Text) { Description = "description of this device" };
        var share = new Option<bool>("--escrow") { Description = "make recovery shares of the account" };
        var escrow = new EscrowOptions();
        var purge = new Option<bool>("--purge") { Description = "leave profile key and seed off this device: only the shares have them" };
        var force = new Option<bool>("--force") { Description = "allow --purge without --escrow: what needs the profile key can then never be done" };
        return program.Command("create", "Make a new account", async (parsed, cancel) =>
        {
            bool shares = parsed.GetValue(share);
            Check(parsed, escrow, shares, purge, force, program.Reporting);
            EscrowRequest? request = shares ? escrow.Read(parsed) : null;
            var result = new CommandResult("ResultCreateAccount");
            using MeshMachine machine = ManagerProgram.OpenMachine();
            bool asked = false;
            AccountCreated created = await machine.CreateAccountAsync(
                parsed.GetValue(address)!,
                new AccountCreation
                {
                    LocalName = parsed.GetValue(localName),
                    DeviceDescription = parsed.GetValue(description),
                    Escrow = request,
                    KeepProfileKey = issued =>
                    {
                        asked = true;
                        if (issued is not null)
                        {
                            HandOver(program, parsed, escrow, issued, result);
                        }

                        bool asks = issued is not null && program.Terminal.CanAsk && parsed.GetResult(purge) is not { Implicit: false };
                        return !(asks ? program.Terminal.Confirm(Question) : parsed.GetValue(purge));
                    },
                },
                cancel).ConfigureAwait(false);
            if (!asked && (shares || parsed.GetValue(purge)))
            {
                program.Note("An interrupted creation was finished as it had been begun" + (created.KeepsProfileKey
                    ? ": account escrow makes shares."
                    : ": its shares were given then."));
            }

            return result.Field("AccountAddress", created.Address).Field("ProfileUdf", created.ProfileUdf).Field("DeviceUdf", created.DeviceUdf)
                .Field("KeepsProfileKey", created.KeepsProfileKey)
                .Line($"Account={created.Address}").Line($"UDF={created.ProfileUdf}")
                .VerboseLine($"Device={created.DeviceUdf}")
                .VerboseLine(created.KeepsProfileKey ? "This device holds the profile key." : "This device does not hold the profile key.");
        }, [address, localName, description, share, .. escrow.All, purge, force]);
    }

    private static void Check(
        ParseResult parsed, EscrowOptions escrow, bool shares, Option<bool> purge, Option<bool> force, ReportingOptions reporting)
    {
        if (!shares && escrow.Given(parsed).FirstOrDefault() is { } alone)
        {
            throw CommandException.Usage($"{alone} goes with --escrow.");
        }

        if (!parsed.GetValue(purge))
        {
            return;
        }

        if (!shares && !parsed.GetValue(force))
        {
            throw new CommandException(
                ExitCode.Refused, "Without recovery shares nobody would have the profile key. Say --escrow as well, or --force. Nothing was made.");
        }

        // The result is printed at the end, and a creation that is taken up again does not give the shares twice.
        if (shares && !escrow.ToFiles(parsed) && (parsed.GetValue(reporting.Json) || !parsed.GetValue(reporting.Report)))
        {
            throw CommandException.Usage("--purge with --json or --noreport needs --file: the shares would have no other copy.");
        }
    }

    // At once, not with the result: what comes after may fail, and the shares must be with the person before the device is without them.
    private static void HandOver(ManagerProgram program, ParseResult parsed, EscrowOptions escrow, IssuedShares issued, CommandResult result)
    {
        if (parsed.GetValue(program.Reporting.Json))
        {
            escrow.Report(parsed, issued, result, "Share: ");
            return;
        }

        program.Reporting.Print(program.Terminal, parsed, escrow.Report(parsed, issued, new CommandResult("ResultEscrow"), "Share: "));
        program.Terminal.Out.Flush();
    }
}
