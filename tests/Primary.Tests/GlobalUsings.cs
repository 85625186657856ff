global using Cluster.Relay.Tests.Support;
global using NUnit.Framework;
global using Primary.Tests.Support;
global using SocketIO.Sequencing;
global using Testing;
