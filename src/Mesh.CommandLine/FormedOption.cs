using System.CommandLine;

namespace Mesh.CommandLine;

/// <summary>An option whose values have a form; any other value is an error of usage that names the option.</summary>
public sealed class FormedOption<T> : Option<T>, IFormed
{
    /// <param name="name">With both dashes.</param>
    /// <param name="form">What it takes.</param>
    public FormedOption(string name, ValueForm form)
        : base(name)
    {
        Form = form;
        Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => !form.Accepts(t.Value)) is { } wrong)
            {
                result.AddError(form.Refusal(name, wrong.Value));
            }
        });
    }

    /// <inheritdoc/>
    public ValueForm Form { get; }

    /// <inheritdoc/>
    public bool MayBeAsked { get; init; }
}
