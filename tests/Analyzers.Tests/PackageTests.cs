using System.Diagnostics;
using System.IO.Compression;
using Testing;

namespace Analyzers.Tests;

/// <summary>What is in the packages, as they are made of the assemblies that were built with these tests.</summary>
public sealed class PackageTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [Test]
    [CancelAfter(120_000)]
    public async Task Pack_Server_BringsTheAnalyzers(CancellationToken cancellation)
    {
        using var folder = new TempFolder();

        await PackAsync("Shared/SocketIO/SocketIO.csproj", folder.Path, cancellation);

        using var package = OpenPackage(folder);
        var names = package.Entries.Select(entry => entry.FullName).ToArray();
        Assert.That(names, Does.Contain("analyzers/dotnet/cs/SocketIO.AspNetCore.Analyzers.dll"));
        Assert.That(names.Where(name => name.StartsWith("lib/", StringComparison.Ordinal)), Has.None.Contains("Analyzers"));
        Assert.That(await ReadSpecificationAsync(package, cancellation), Does.Not.Match("<dependency id=\"[^\"]*Analy"));
    }

    [TestCase("ClusterAdapter", "SocketIO.AspNetCore")]
    [TestCase("ClusterWorker", "SocketIO.AspNetCore.ClusterAdapter")]
    [TestCase("SingleProcess", "SocketIO.AspNetCore.ClusterAdapter")]
    [CancelAfter(120_000)]
    public async Task Pack_WhatNeedsTheServer_PassesItsAnalyzersOn(string library, string needed, CancellationToken cancellation)
    {
        using var folder = new TempFolder();

        await PackAsync($"Shared/{library}/{library}.csproj", folder.Path, cancellation);

        using var package = OpenPackage(folder);
        Assert.That(
            await ReadSpecificationAsync(package, cancellation),
            Does.Match($"<dependency id=\"{needed}\"").And.Not.Match($"<dependency id=\"{needed}\"[^>]*exclude=\"[^\"]*Analyzers"));
    }

    private static ZipArchive OpenPackage(TempFolder folder) => ZipFile.OpenRead(Directory.GetFiles(folder.Path, "*.nupkg").Single());

    private static async Task<string> ReadSpecificationAsync(ZipArchive package, CancellationToken cancellation)
    {
        var entry = package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal));
        using var reader = new StreamReader(await entry.OpenAsync(cancellation));
        return await reader.ReadToEndAsync(cancellation);
    }

    private static async Task PackAsync(string project, string folder, CancellationToken cancellation)
    {
        string[] arguments = ["pack", BuildOutput.PathOf(project), "--no-build", "--nologo", "--configuration", Configuration, "--output", folder];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Nothing may live on after the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.That(process.ExitCode, Is.Zero, await output + await errors);
    }
}
