global using EngineIO.Tests.Support;
global using NUnit.Framework;
global using Testing;
