// meshman: parse, call, print. What it does is in Mesh.Client and the rooms below.

using Mesh.CommandLine;
using Mesh.Manager;

Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupt.Cancel();
};

Terminal terminal = Terminal.OfProcess();
var program = new ManagerProgram(terminal);
return await new CommandHost(program.Root, terminal, Explanation.Of).RunAsync(args.Length == 0 ? ["help"] : args, interrupt.Token);
