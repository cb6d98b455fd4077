// A client that dies where it is told.
//   Mesh.EndToEnd.Client ROOT POINT COMMAND [ARGUMENT...]
// Carries COMMAND out on the Mesh folder ROOT and kills itself at POINT, counted from 1; at 0 it does not. It then prints how many points there
// were. Commands: create ADDRESS, add SITE USER PASSWORD, accept WITNESS NAME, request ADDRESS, complete, delete NAME, sync,
// removed (synchronises, and expects to be told that it was removed).

using System.Globalization;
using Mesh.Client;
using Mesh.EndToEnd.Client;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

var points = new DeathPoints(int.Parse(args[1], CultureInfo.InvariantCulture));
using var http = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
using (MeshMachine machine = MeshMachine.Open(new MachineOptions
{
    Root = args[0],
    Transport = new DyingTransport(http, points),
    Files = new DyingFiles(points),
    OpenKeys = folder => new DyingKeys(new FileKeyStore(folder), points),
}))
{
    string[] rest = args[3..];
    switch (args[2])
    {
        case "create":
            await machine.CreateAccountAsync(rest[0]);
            break;
        case "add":
            await machine.Account().AddCredentialAsync(rest[0], rest[1], rest[2], synchronise: true);
            break;
        case "accept":
            await machine.Account().AcceptAsync(rest[0], rest[1], [Role.Web]);
            break;
        case "request":
            Console.WriteLine((await machine.RequestConnectionAsync(rest[0])).Witness);
            break;
        case "complete":
            await machine.CompleteConnectionAsync();
            break;
        case "delete":
            await machine.Account().RemoveDeviceAsync(rest[0], force: false);
            break;
        case "sync":
            await machine.Account().SyncAsync(automatic: true);
            break;
        case "removed":
            try
            {
                await machine.Account().SyncAsync(automatic: true);
                return 1;
            }
            catch (ClientException e) when (e.Code == ClientError.DeviceRemoved)
            {
                break;
            }

        default:
            throw new ArgumentException($"there is no command {args[2]}");
    }
}

Console.WriteLine(points.Passed);
return 0;
