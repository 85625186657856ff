global using Cluster.Relay.Tests.Support;
global using NUnit.Framework;
global using SocketIO.Sequencing;
global using Testing;
