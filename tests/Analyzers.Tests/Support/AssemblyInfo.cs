global using Analyzers.Tests.Support;
global using NUnit.Framework;
global using Testing.Processes;

[assembly: Parallelizable(ParallelScope.All)]
