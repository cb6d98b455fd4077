// meshman: parse, call, print. What it does is in Mesh.Client and the rooms below.

using System.Runtime.InteropServices;
using Mesh.CommandLine;
using Mesh.Manager;

string[] line = args.Length == 0 ? ["help"] : args;
Terminal terminal = Terminal.OfProcess();
Preparation.Begin(line[0], terminal);
using var interrupt = new CancellationTokenSource();
using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using PosixSignalRegistration ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
using PosixSignalRegistration hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt);
var program = new ManagerProgram(terminal, line);
return new CommandHost(program.Root, terminal, Explanation.Of).RunAsync(line, interrupt.Token).GetAwaiter().GetResult();

// The first time the command is asked to leave everything in order; whoever asks again is not kept waiting.
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}
