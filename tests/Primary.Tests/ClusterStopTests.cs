using Primary.Hosting;

namespace Primary.Tests;

public sealed class ClusterStopTests
{
    private const int Failed = 321;

    [Test]
    public async Task Fail_UnexpectedFault_IsLoggedWithItsTraceAndStopsTheCluster()
    {
        await using var parts = new PrimaryParts();
        var fault = Thrown(new InvalidOperationException("thrown on purpose"));

        parts.Stop.Fail(fault);

        Assert.That(parts.Logs.CountOf(Failed), Is.EqualTo(1));
        Assert.That(parts.Logs.Errors.Single(), Does.Contain("thrown on purpose").And.Contain(nameof(Thrown)));
        Assert.That(parts.Stop.Failure, Is.SameAs(fault));
        Assert.That(parts.Lifetime.ApplicationStopping.IsCancellationRequested, Is.True);
    }

    [Test]
    public async Task Fail_WhatTheOperatorIsToldInASentence_IsNotLogged()
    {
        await using var parts = new PrimaryParts();

        parts.Stop.Fail(new PrimaryException("no worker gets ready"));

        Assert.That(parts.Logs.CountOf(Failed), Is.Zero);
        Assert.That(parts.Lifetime.ApplicationStopping.IsCancellationRequested, Is.True);
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }
}
