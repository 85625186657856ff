global using NUnit.Framework;
global using Testing;
global using Testing.Node;
global using Testing.Processes;
