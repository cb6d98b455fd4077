// password add | get | list | delete (command-line reference, section 7).

using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager.Passwords;

/// <summary>Passwords on all devices.</summary>
internal static class PasswordCommands
{
    public static Command Make(ManagerProgram program) => ManagerProgram.Group(
        "password", "Your passwords, on all of your devices", Add(program), Get(program), List(program), Delete(program));

    private static Command Add(ManagerProgram program)
    {
        var site = new FormedArgument<string>("site", Forms.Site) { Description = "the site" };
        var user = new FormedArgument<string>("user", ValueForm.Text) { Description = "user name" };
        var password = new FormedArgument<string?>("password", ValueForm.Secret)
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "the password; better: leave it out and be asked, or - (standard input) or @file",
        };
        var options = new AccountOptions();
        return program.Command("add", "Add a password, or change it", async (parsed, cancel) =>
        {
            string secret = SecretInput.Read(program.Terminal, parsed.GetValue(password), "password");
            using MeshMachine machine = ManagerProgram.OpenMachine();
            CredentialSaved saved = await options.Open(machine, parsed).AddCredentialAsync(
                parsed.GetValue(site)!, parsed.GetValue(user)!, secret, parsed.GetValue(options.Sync), cancel).ConfigureAwait(false);
            CommandResult result = Entry(new CommandResult("ResultEntry"), saved.Entry)
                .Field("Updated", saved.Updated).Field("Sent", saved.Sent).Line(Line(saved.Entry));
            if (!saved.Sent && parsed.GetValue(options.Sync))
            {
                program.Note("Kept on this device; it is sent with the next account sync.");
            }

            return result;
        }, [site, user, password, .. options.All]);
    }

    private static Command Get(ManagerProgram program)
    {
        var site = new FormedArgument<string>("site", Forms.Site) { Description = "the site" };
        var options = new AccountOptions();
        return program.Command("get", "Show a password", (parsed, cancel) => options.ReadAsync(program, parsed, account =>
        {
            Credential entry = account.GetCredential(parsed.GetValue(site)!);
            return Entry(new CommandResult("ResultEntry"), entry).Line(Line(entry));
        }, cancel), [site, .. options.All]);
    }

    private static Command List(ManagerProgram program)
    {
        var site = new FormedArgument<string?>("site", Forms.Site) { Arity = ArgumentArity.ZeroOrOne, Description = "only this site" };
        var options = new AccountOptions();
        return program.Command("list", "List the passwords", (parsed, cancel) => options.ReadAsync(program, parsed, account =>
        {
            var result = new CommandResult("ResultDump");
            var entries = new List<CommandResult>();
            foreach (Credential entry in account.ListCredentials(parsed.GetValue(site)))
            {
                entries.Add(Entry(new CommandResult("Entry"), entry));
                result.Line(Line(entry));
            }

            return result.Field("Entries", entries);
        }, cancel), [site, .. options.All]);
    }

    private static Command Delete(ManagerProgram program)
    {
        var site = new FormedArgument<string>("site", Forms.Site) { Description = "the site" };
        var options = new AccountOptions();
        return program.Command("delete", "Delete a password", async (parsed, cancel) =>
        {
            using MeshMachine machine = ManagerProgram.OpenMachine();
            CredentialSaved deleted = await options.Open(machine, parsed).DeleteCredentialAsync(
                parsed.GetValue(site)!, parsed.GetValue(options.Sync), cancel).ConfigureAwait(false);
            return new CommandResult("ResultEntry").Field("Key", deleted.Entry.Key).Field("Sent", deleted.Sent)
                .Line($"Deleted {deleted.Entry.Username}@{deleted.Entry.Service}");
        }, [site, .. options.All]);
    }

    private static string Line(Credential entry)
    {
        string prefix = entry.Protocol.Length > 0 ? entry.Protocol + ":" : "";
        return $"{prefix}{entry.Username}@{entry.Service} = [{entry.Password}]";
    }

    private static CommandResult Entry(CommandResult result, Credential entry) => result
        .Field("Protocol", entry.Protocol).Field("Service", entry.Service).Field("Username", entry.Username).Field("Password", entry.Password);
}
