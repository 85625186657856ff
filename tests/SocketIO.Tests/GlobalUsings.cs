global using NUnit.Framework;
global using SocketIO.Tests.Support;
global using Testing;
