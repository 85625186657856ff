global using Testing;
global using Testing.Processes;
