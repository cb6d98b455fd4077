using System.CommandLine;

namespace Mesh.CommandLine.Tests;

public class OptionNormaliserTests
{
    private static Command Tree()
    {
        var encode = new Command("encode", "")
        {
            new Argument<string>("in"),
            new Option<string[]>("--encrypt"),
            new Option<string>("--out"),
            new Option<int>("--record"),
            new Option<bool>("--hash"),
            new Option<bool>("--notify"),
            new FormedOption<string?>("--passphrase", ValueForm.Secret) { MayBeAsked = true },
        };
        Command root = ProgramRoot.Make("test", "");
        root.Add(new Command("dare", "") { encode });
        root.Add(new Option<bool>("--json") { Recursive = true });
        root.Add(new Option<bool>("--sync") { Recursive = true });
        return root;
    }

    private static string Normalise(params string[] arguments) =>
        string.Join(' ', new OptionNormaliser(Tree(), path => path == "/exists").Normalise(arguments));

    [Theory]
    [InlineData("dare encode a --encrypt bob@example.com", "dare encode a --encrypt=bob@example.com")]
    [InlineData("dare encode a --encrypt=bob@example.com", "dare encode a --encrypt=bob@example.com")]
    [InlineData("dare encode a /encrypt bob@example.com", "dare encode a --encrypt=bob@example.com")]
    [InlineData("DARE Encode a /ENCRYPT=bob@example.com", "dare encode a --encrypt=bob@example.com")]
    [InlineData("dare encode --out b a", "dare encode --out=b a")]
    [InlineData("dare encode a /out /home/x", "dare encode a --out=/home/x")]
    [InlineData("dare encode /home/x", "dare encode /home/x")]
    [InlineData("dare encode /exists", "dare encode /exists")]
    [InlineData("dare encode a --record -1", "dare encode a --record=-1")]
    [InlineData("dare encode a --json", "dare encode a --json=true")]
    [InlineData("dare encode a --nosync", "dare encode a --sync=false")]
    [InlineData("dare encode a /nosync", "dare encode a --sync=false")]
    [InlineData("dare encode a --NoSync=false", "dare encode a --sync=true")]
    [InlineData("dare encode a --hash=false", "dare encode a --hash=false")]
    [InlineData("dare encode a --notify", "dare encode a --notify=true")]
    [InlineData("dare encode a --nonotify", "dare encode a --notify=false")]
    [InlineData("dare encode -", "dare encode -")]
    [InlineData("dare encode -- --encrypt", "dare encode -- --encrypt")]
    [InlineData("dare encode a --out -", "dare encode a --out=-")]
    [InlineData("dare encode a --out=x=y", "dare encode a --out=x=y")]
    [InlineData("dare encode --passphrase a", "dare encode --passphrase=\u0005 a")]
    [InlineData("dare encode a --passphrase", "dare encode a --passphrase=\u0005")]
    [InlineData("dare encode --passphrase --json a", "dare encode --passphrase=\u0005 --json=true a")]
    [InlineData("dare encode --passphrase - a", "dare encode --passphrase=- a")]
    [InlineData("dare encode /passphrase @b a", "dare encode --passphrase=@b a")]
    [InlineData("dare encode --passphrase=b a", "dare encode --passphrase=b a")]
    public void Every_spelling_becomes_one(string typed, string expected) =>
        Assert.Equal(expected, Normalise(typed.Split(' ')));

    [Theory]
    [InlineData("dare encode a --encrpt bob", "The option --encrpt is not known.")]
    [InlineData("dare encode a /encrpt bob", "The option /encrpt is not known.")]
    [InlineData("dare encode a /encrpt=bob", "The option /encrpt is not known.")]
    [InlineData("dare encode -e", "The option -e is not known.")]
    [InlineData("dare encode -out b", "The option -out is not known.")]
    [InlineData("dare encode a --out", "The option --out needs a value.")]
    [InlineData("dare encode a --out --encrypt bob", "The option --out needs a value.")]
    [InlineData("dare encode a --out /encrypt bob", "The option --out needs a value.")]
    [InlineData("dare encode a --out -x", "The option --out needs a value.")]
    [InlineData("dare encode a --hash=maybe", "The option --hash is a flag: it takes true, false or nothing.")]
    [InlineData("dare encode a ---", "The option --- is not known.")]
    [InlineData("dare encod a", "The command encod is not known.")]
    [InlineData("dear encode a", "The command dear is not known.")]
    [InlineData("dare encode a ---encrypt bob", "The option ---encrypt is not known.")]
    [InlineData("dare encode a \u2014encrypt=bob", "The option \u2014encrypt is not known.")]
    [InlineData("dare encode a /ot=/home/x", "The option /ot is not known.")]
    [InlineData("dare encode a --nout b", "The option --nout is not known.")]
    [InlineData("dare encode a --noout", "The option --noout is not known.")]
    public void A_wrong_option_is_an_error_of_usage(string typed, string expected)
    {
        var error = Assert.Throws<CommandException>(() => Normalise(typed.Split(' ')));
        Assert.Equal(expected, error.Message);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Fact]
    public void Nothing_that_begins_with_a_dash_ever_becomes_a_parameter()
    {
        var random = new SeededRandom(nameof(Nothing_that_begins_with_a_dash_ever_becomes_a_parameter));
        const string Letters = "-/=encrypthasoujb.@ ";
        for (int round = 0; round < 20_000; round++)
        {
            string word = "-" + string.Concat(Enumerable.Range(0, 1 + random.Next(8)).Select(_ => Letters[random.Next(Letters.Length)]));
            IReadOnlyList<string> result;
            try
            {
                result = new OptionNormaliser(Tree(), _ => false).Normalise(["dare", "encode", word]);
            }
            catch (CommandException)
            {
                continue;
            }

            Assert.True(word == "--" || result[2].StartsWith("--", StringComparison.Ordinal), word);
        }
    }
}
