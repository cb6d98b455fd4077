namespace Mesh.CommandLine.Tests;

/// <summary>A value that has a form, and values that have not.</summary>
public sealed record FormSample(string Right, params string[] Wrong)
{
    /// <summary>The forms that every program uses.</summary>
    public static Dictionary<ValueForm, FormSample> Common(string file) => new()
    {
        [ValueForm.File] = new(file, "", "a\0b"),
        [ValueForm.Text] = new("a laptop", "", "two\nlines", new string('x', 201)),
        [ValueForm.Secret] = new("secret", ""),
    };
}
