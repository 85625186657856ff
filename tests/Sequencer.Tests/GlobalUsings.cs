global using SocketIO.Sequencer;
global using SocketIO.Sequencing;
