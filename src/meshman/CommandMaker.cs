using System.CommandLine;

namespace Mesh.Manager;

/// <summary>The name of a command, and what makes it when somebody wants it.</summary>
internal sealed record CommandMaker(string Name, Func<ManagerProgram, Command> Make);
