using System.CommandLine;

namespace Mesh.CommandLine;

/// <summary>A parameter whose values have a form; any other value is an error of usage that names the parameter.</summary>
public sealed class FormedArgument<T> : Argument<T>, IFormed
{
    /// <param name="name">As the help shows it.</param>
    /// <param name="form">What it takes.</param>
    public FormedArgument(string name, ValueForm form)
        : base(name)
    {
        Form = form;
        Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => !form.Accepts(t.Value)) is { } wrong)
            {
                result.AddError(form.Refusal($"<{name}>", wrong.Value));
            }
        });
    }

    /// <inheritdoc/>
    public ValueForm Form { get; }
}
