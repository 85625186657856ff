global using Analyzers.Tests.Support;
global using NUnit.Framework;

[assembly: Parallelizable(ParallelScope.All)]
