// Composition only: parse, call, print.
Console.WriteLine("meshhost " + typeof(Program).Assembly.GetName().Version?.ToString(3));
