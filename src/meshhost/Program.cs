// meshhost: parse, call, print. What it does is in Mesh.Service.

using Mesh.CommandLine;
using Mesh.Host;

Terminal terminal = Terminal.OfProcess();
using var stop = new StopSignal();
return await new CommandHost(HostCommands.Make(terminal, stop), terminal, Explanation.Of)
    .RunAsync(args.Length == 0 ? ["--help"] : args, stop.Token);
