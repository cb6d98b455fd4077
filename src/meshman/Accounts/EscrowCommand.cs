using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Manager.Recovery;

namespace Mesh.Manager.Accounts;

/// <summary><c>account escrow</c>: recovery shares of the account's seed (Mesh protocol 6.12).</summary>
internal static class EscrowCommand
{
    public static Command Make(ManagerProgram program)
    {
        var options = new AccountOptions();
        var escrow = new EscrowOptions();
        return program.Command("escrow", "Print recovery shares of the account; nothing of them is kept or sent", parsed =>
        {
            EscrowRequest request = escrow.Read(parsed);
            using MeshMachine machine = ManagerProgram.OpenMachine();
            using IssuedShares issued = options.Open(machine, parsed).Escrow(request);
            return escrow.Report(parsed, issued, new CommandResult("ResultEscrow"), "Share: ");
        }, [options.Account, options.Local, .. escrow.All]);
    }
}
