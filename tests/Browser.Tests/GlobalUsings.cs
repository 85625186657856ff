global using NUnit.Framework;
global using Testing.Node;
global using Testing.Processes;
