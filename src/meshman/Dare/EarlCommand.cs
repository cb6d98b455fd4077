using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary>
/// <c>dare earl</c>: seals a file under a new secret, and names it by the content identifier of that secret (draft-hallambaker-mesh-udf section 6.2).
/// The locator that is printed finds the file at the domain and opens it: it is itself the secret.
/// </summary>
internal static class EarlCommand
{
    private const string DefaultFolder = ".earl";

    public static Command Make(ManagerProgram program)
    {
        FormedArgument<string> input = DareFiles.Input("file to seal");
        var domain = new FormedArgument<string>("domain", Forms.Domain) { Description = "the domain that will give the file out" };
        var folder = new FormedOption<string?>("--dir", ValueForm.File) { Description = $"the folder for the sealed file; by default {DefaultFolder}" };
        var key = new FormedOption<string?>("--key", Forms.SecretKey)
        {
            Description = "the secret to use, or - (standard input) or @file; by default a new one is made",
        };
        var bits = new NumberOption("--bits", 128, 128, 512, step: 8) { Description = "random bits of a new secret, whole octets" };
        var contentType = new FormedOption<string?>("--cty", Forms.MediaType) { Description = "media type; by default from the name of the file" };
        var withName = new Option<bool>("--name") { Description = "state the name of the file and when it was changed, to whoever can open it" };
        var log = new EarlLog();
        return program.Command("earl", "Seal a file for whoever has its locator", async (parsed, cancel) =>
        {
            string source = parsed.GetValue(input)!;
            using PlainKeyFile? given = parsed.GetValue(key) is { } text ? Given(text, source) : null;
            EarlMade? made = await log.RunAsync(program, parsed, source, () =>
            {
                using SymmetricKey secret = given is null
                    ? SymmetricKey.Generate(SystemRandom.Instance, parsed.GetValue(bits) / 8)
                    : SymmetricKey.FromOctets(given.SymmetricKeys[0].Reveal());
                Udf udf = Udf.Parse(secret.RevealUdf());
                string identifier = Earl.ContentIdentifier(udf.ToString());
                string target = Path.Combine(parsed.GetValue(folder) ?? DefaultFolder, identifier);
                DareFiles.Fresh(target);
                FileSet.WithFolder(target);
                using Progress progress = Progress.Start(program.Terminal, source, cancel);
                FileSealed file = new SealedFiles(SystemRandom.Instance, TimeProvider.System).Seal(
                    source,
                    target,
                    new FileSealing
                    {
                        SymmetricKeys = [secret],
                        ContentType = parsed.GetValue(contentType) ?? MediaTypes.OfFile(source),
                        WithName = parsed.GetValue(withName),
                        HidesMetadata = true,
                    },
                    progress);
                return new EarlMade(file.Path, file.PlaintextBytes, identifier, UdfUri.Locator(parsed.GetValue(domain)!, udf).ToString());
            }, cancel).ConfigureAwait(false);
            return made is null
                ? new CommandResult("ResultFile").Field("New", false)
                    .VerboseLine($"{source} is in the log already, and has not changed since: nothing was made.")
                : new CommandResult("ResultFile")
                    .Field("Filename", made.Path).Field("TotalBytes", made.Bytes).Field("Identifier", made.Identifier).Field("Uri", made.Uri)
                    .Line(made.Uri)
                    .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{made.Path}: {made.Bytes} bytes sealed"));
        }, [input, domain, folder, key, bits, contentType, withName, .. log.All]);
    }

    private static PlainKeyFile Given(string text, string source)
    {
        if (text == "-" && source == "-")
        {
            throw CommandException.Usage("Standard input is named more than once.");
        }

        PlainKeyFile keys = KeyInput.Read(text);
        if (keys is { SymmetricKeys.Count: 1, PublicKeys.Count: 0, PrivateKeys.Count: 0 })
        {
            return keys;
        }

        keys.Dispose();
        throw CommandException.Usage("--key takes one secret that begins with E.");
    }
}
