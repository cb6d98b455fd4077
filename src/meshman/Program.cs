// meshman: parse, call, print. What it does is in Mesh.Client and the rooms below.

using Mesh.CommandLine;
using Mesh.Manager;

string[] line = args.Length == 0 ? ["help"] : args;
Preparation.Begin(line[0]);
Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupt.Cancel();
};

Terminal terminal = Terminal.OfProcess();
var program = new ManagerProgram(terminal, line[0]);
return new CommandHost(program.Root, terminal, Explanation.Of).RunAsync(line, interrupt.Token).GetAwaiter().GetResult();
