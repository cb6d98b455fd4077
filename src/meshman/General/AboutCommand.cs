using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using Mesh.CommandLine;

namespace Mesh.Manager.General;

/// <summary><c>about [--where]</c>: which program this is and where it keeps things.</summary>
internal static class AboutCommand
{
    public static Command Make(ManagerProgram program)
    {
        var where = new Option<bool>("--where") { Description = "print the folders in use" };
        return program.Command("about", "Say which version this is", parsed =>
        {
            string version = typeof(AboutCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
            string plain = version.Split('+')[0];
            var result = new CommandResult("ResultAbout")
                .Field("Version", plain)
                .Field("Build", version)
                .Field("Runtime", RuntimeInformation.FrameworkDescription)
                .Line($"meshman {plain}")
                .VerboseLine($"Build {version} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
            if (parsed.GetValue(where))
            {
                string home = MeshHome.Folder();
                result.Field("Home", home).Line($"Home: {home}");
            }

            return result;
        }, where);
    }
}
