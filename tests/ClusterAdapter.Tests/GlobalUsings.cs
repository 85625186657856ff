global using ClusterAdapter.Tests.Support;
global using NUnit.Framework;
global using SocketIO;
global using SocketIO.Tests.Support;
global using Testing;
