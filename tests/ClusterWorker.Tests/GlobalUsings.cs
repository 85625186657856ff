global using NUnit.Framework;
global using Testing;
