using System.CommandLine;
using System.Text.Json;

namespace Mesh.CommandLine.Tests;

public class ResultListTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(20_000)]
    public void Items_are_printed_while_they_come(int count)
    {
        (int exit, string output, _) = Run(Items(count), "go");
        Assert.Equal(ExitCode.Success, exit);
        Assert.Equal(string.Concat(Enumerable.Range(0, count).Select(i => $"item {i}\n")), output);

        (_, output, _) = Run(Items(count), "go", "--verbose");
        Assert.EndsWith($"{count} items\n", output, StringComparison.Ordinal);
        Assert.Equal("", Run(Items(count), "go", "--noreport").Output);

        using var json = JsonDocument.Parse(Run(Items(count), "go", "--json").Output);
        JsonElement result = json.RootElement.GetProperty("ResultX");
        Assert.Equal(Enumerable.Range(0, count), result.GetProperty("Items").EnumerateArray().Select(i => i.GetProperty("Number").GetInt32()));
        Assert.Equal(count, result.GetProperty("Count").GetInt64());
        Assert.True(result.GetProperty("Success").GetBoolean());
    }

    [Fact]
    public void None_is_kept()
    {
        var seen = new List<WeakReference>();
        int most = 0;
        IEnumerable<object> Objects()
        {
            for (int i = 0; i < 20_000; i++)
            {
                if (i % 5000 == 0)
                {
                    GC.Collect();
                    most = Math.Max(most, seen.Count(r => r.IsAlive));
                }

                object item = new();
                seen.Add(new WeakReference(item));
                yield return item;
            }
        }

        new CommandResult("ResultX").List("Items", Objects(), (lines, _) => lines.Append("item"), (_, _) => { }).Print(TextWriter.Null, verbose: false, report: true);
        Assert.InRange(most, 0, 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20_000)]
    public void Break_in_the_middle_is_an_error_and_what_came_before_stays(int good)
    {
        (int exit, string output, string error) = Run(Items(good, breaks: true), "go");
        Assert.Equal((ExitCode.VerificationFailed, "ERROR - it is damaged\n"), (exit, error));
        Assert.Equal(string.Concat(Enumerable.Range(0, good).Select(i => $"item {i}\n")), output);

        (exit, output, error) = Run(Items(good, breaks: true), "go", "--json");
        Assert.Equal((ExitCode.VerificationFailed, "ERROR - it is damaged\n"), (exit, error));
        using var json = JsonDocument.Parse(output);
        JsonElement result = json.RootElement.GetProperty("ResultX");
        Assert.Equal(good, result.GetProperty("Items").GetArrayLength());
        Assert.Equal(
            (false, "it is damaged", ExitCode.VerificationFailed),
            (result.GetProperty("Success").GetBoolean(), result.GetProperty("Reason").GetString(), result.GetProperty("ErrorCode").GetInt32()));
        Assert.False(result.TryGetProperty("Count", out _));
    }

    [Fact]
    public void Break_within_an_item_leaves_no_half_line_and_whole_json()
    {
        CommandResult Result() => new CommandResult("ResultX").List(
            "Items",
            [1, 2],
            (lines, item) => lines.Append(item == 1 ? "one" : throw new CommandException(ExitCode.Error, "broken")),
            (json, item) => json.WriteNumber("Number", item == 1 ? 1 : throw new CommandException(ExitCode.Error, "broken")));
        Assert.Equal((ExitCode.Error, "one\n"), (Run(Result(), "go").Exit, Run(Result(), "go").Output));
        using var json = JsonDocument.Parse(Run(Result(), "go", "--json").Output);
        Assert.Equal(2, json.RootElement.GetProperty("ResultX").GetProperty("Items").GetArrayLength());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\u001b[2Jgone")]
    [InlineData("one\nERROR - two")]
    [InlineData("t\u00EAte \U0001F600 \u202E")]
    [InlineData("")]
    public void Foreign_text_is_neutralised_as_everywhere(string text)
    {
        var output = new StringWriter();
        new CommandResult("ResultX").List("Items", [text], (lines, item) => lines.Append("<").AppendForeign(item).Append(">"), (_, _) => { })
            .Print(output, verbose: false, report: true);
        Assert.Equal($"<{TerminalText.Neutralise(text)}>\n", output.ToString());
    }

    [Fact]
    public void Line_may_be_longer_than_the_room_for_many()
    {
        string text = new('x', 200_000);
        var output = new StringWriter();
        new CommandResult("ResultX").List("Items", [text, "y", text], (lines, item) => lines.AppendForeign(item), (_, _) => { }).Print(output, verbose: false, report: true);
        Assert.Equal($"{text}\ny\n{text}\n", output.ToString());
    }

    [Theory]
    [InlineData("go")]
    [InlineData("go", "--json")]
    public void Output_that_is_full_is_told_of_once(params string[] line)
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var full = new FullWriter();
        Assert.Equal(ExitCode.Error, Run(Items(20_000), full, error, line));
        Assert.Equal("ERROR - What there is to print cannot be written: the output is full, or was closed.\n", error.ToString());
    }

    private static CommandResult Items(int count, bool breaks = false)
    {
        long printed = 0;
        IEnumerable<int> Numbers()
        {
            for (int i = 0; i < count; i++)
            {
                printed++;
                yield return i;
            }

            if (breaks)
            {
                throw new CommandException(ExitCode.VerificationFailed, "it is damaged");
            }
        }

        return new CommandResult("ResultX")
            .List("Items", Numbers(), (lines, i) => lines.Append("item ").Append($"{i}"), (json, i) => json.WriteNumber("Number", i))
            .LateField("Count", () => printed)
            .LateVerboseLine(() => $"{printed} items");
    }

    private static (int Exit, string Output, string Error) Run(CommandResult result, params string[] line)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (Run(result, output, error, line), output.ToString(), error.ToString());
    }

    private static int Run(CommandResult result, TextWriter output, TextWriter error, string[] line)
    {
        var terminal = new Terminal(output, error, TextReader.Null, inputIsTerminal: false, errorIsTerminal: false);
        var reporting = new ReportingOptions();
        var command = new Command("go");
        command.SetAction(parsed => reporting.Print(terminal, parsed, result));
        Command root = ProgramRoot.Make("test", "");
        root.Add(command);
        reporting.AddTo(root);
        return new CommandHost(root, terminal, _ => null).RunAsync(line).GetAwaiter().GetResult();
    }

    private sealed class FullWriter : StringWriter
    {
        public override void Write(char[] buffer, int index, int count) => throw new IOException("No space left on device");

        public override void Write(string? value) => throw new IOException("No space left on device");
    }
}
