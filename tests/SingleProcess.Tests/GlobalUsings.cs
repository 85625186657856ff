global using NUnit.Framework;
global using SingleProcess.Tests.Support;
global using SocketIO;
global using SocketIO.Sequencing;
global using SocketIO.Tests.Support;
global using Testing;
