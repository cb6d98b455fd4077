using System.CommandLine;
using System.Globalization;

namespace Mesh.CommandLine;

/// <summary>An option that takes a whole number within bounds; any other value is an error of usage that names the option.</summary>
public sealed class NumberOption : Option<int>, IFormed
{
    /// <param name="name">With both dashes.</param>
    /// <param name="preset">The value when the option is not given.</param>
    /// <param name="least">Smallest value.</param>
    /// <param name="most">Largest value.</param>
    /// <param name="step">Values are this far apart, from <paramref name="least"/> on.</param>
    public NumberOption(string name, int preset, int least, int most, int step = 1)
        : base(name)
    {
        string steps = step == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" in steps of {step}");
        Form = new ValueForm(
            string.Create(CultureInfo.InvariantCulture, $"{least} to {most}{steps}"),
            text => TryRead(text, out int number) && number >= least && number <= most && (number - least) % step == 0);
        DefaultValueFactory = _ => preset;
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Form.Accepts(text) && TryRead(text, out int number))
            {
                return number;
            }

            result.AddError(Form.Refusal(name, text));
            return preset;
        };
    }

    /// <inheritdoc/>
    public ValueForm Form { get; }

    private static bool TryRead(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
