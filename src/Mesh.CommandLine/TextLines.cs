namespace Mesh.CommandLine;

/// <summary>
/// Lines of text on their way to an output, which gets them many at a time: a list of a hundred thousand lines is not written in as many steps. What an
/// interrupted list has is written as far as whole lines go.
/// </summary>
public sealed class TextLines
{
    private const int Room = 1 << 15;

    private readonly TextWriter _output;
    private readonly string _newLine;
    private char[] _text = new char[Room + 1024];
    private int _length;
    private int _complete;

    internal TextLines(TextWriter output)
    {
        _output = output;
        _newLine = output.NewLine;
    }

    /// <summary>Text of ours, which is printed as it is.</summary>
    public TextLines Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Take(text.Length));
        return this;
    }

    /// <summary>Room for text of ours, which the caller writes at once.</summary>
    public Span<char> Take(int count)
    {
        int start = _length;
        _length += count;
        if (_length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_length, 2 * _text.Length));
        }

        return _text.AsSpan(start, count);
    }

    /// <summary>Text that came from elsewhere, neutralised (<see cref="TerminalText"/>).</summary>
    public TextLines AppendForeign(string text)
    {
        // Checked and copied at once: that is what nearly all text needs.
        Span<char> room = Take(text.Length);
        for (int i = 0; i < text.Length && i < room.Length; i++)
        {
            char c = text[i];
            if (c is < ' ' or > '~')
            {
                _length -= text.Length;
                return Append(TerminalText.Neutralise(text, TerminalText.LongestLine));
            }

            room[i] = c;
        }

        return this;
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        Append(_newLine);
        _complete = _length;
        if (_length >= Room)
        {
            Flush();
        }
    }

    /// <summary>Writes to an output. What fails there is nothing that the command reads.</summary>
    /// <exception cref="CommandException">The output is full, or cannot be written otherwise.</exception>
    internal static void Guard<T>(TextWriter output, T text, Action<TextWriter, T> write)
    {
        try
        {
            write(output, text);
        }
        catch (IOException e)
        {
            throw new CommandException(ExitCode.Error, "What there is to print cannot be written: the output is full, or was closed.", e);
        }
    }

    /// <summary>Hands whole lines over.</summary>
    internal void Flush()
    {
        if (_complete == 0)
        {
            return;
        }

        Guard(_output, (_text, _complete), static (output, text) => output.Write(text._text, 0, text._complete));
        _text.AsSpan(_complete.._length).CopyTo(_text);
        _length -= _complete;
        _complete = 0;
    }
}
