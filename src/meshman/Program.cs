// Composition only: parse, call, print.
Console.WriteLine("meshman " + typeof(Program).Assembly.GetName().Version?.ToString(3));
