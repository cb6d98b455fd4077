// The least that a program of this platform does: what bench/compare start measures the programs of this project against.

System.Console.WriteLine("hello");
