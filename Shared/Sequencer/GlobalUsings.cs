global using SocketIO.Sequencing;
