using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Manager.Keys;
using Mesh.Manager.Recovery;

namespace Mesh.Manager.Accounts;

/// <summary><c>account rotate</c>: replaces what waits for the profile key, which recovery shares give for that moment (Mesh rulings 7 and 8).</summary>
internal static class RotateCommand
{
    public static Command Make(ManagerProgram program)
    {
        var options = new AccountOptions();
        var input = new ShareInput();
        return program.Command("rotate", "Replace keys that wait for the profile key, with recovery shares; it does not stay here", async (parsed, cancel) =>
        {
            using CollectedShares shares = input.Read(program, parsed);
            using RecoveredSecret secret = shares.Recover();
            if (shares.Bad() is { } bad)
            {
                program.Note(bad + RecoverCommand.LeftOut);
            }

            using MeshMachine machine = ManagerProgram.OpenMachine();
            IReadOnlyList<SyncNotice> notices = await options.Open(machine, parsed).RotateAsync(secret, cancel).ConfigureAwait(false);
            var result = new CommandResult("ResultSync").Field("Notices", notices.Select(n => n.Text));
            foreach (SyncNotice notice in notices)
            {
                result.Line(notice.Text);
            }

            return notices.Count > 0 ? result : result.Line("Nothing waits for the profile key.");
        }, [.. input.All, options.Account, options.Local]);
    }
}
