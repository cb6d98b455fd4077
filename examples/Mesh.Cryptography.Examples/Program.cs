// Runs the examples of the README, all of them or those that are named.
//   dotnet run --project examples/Mesh.Cryptography.Examples [NAME ...]

using System.Reflection;

foreach (MethodInfo example in Mesh.Cryptography.Examples.Catalogue.All.Where(e => args.Length == 0 || args.Contains(e.DeclaringType!.Name)))
{
    Console.WriteLine($"{example.DeclaringType!.Name}:");
    example.Invoke(null, null);
}
