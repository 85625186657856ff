using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EngineIO.Tests;

public sealed class EngineIOOptionsValidatorTests
{
    [Test]
    public void Validate_Defaults_Succeeds() =>
        Assert.That(new EngineIOOptionsValidator().Validate(null, new EngineIOOptions()).Succeeded);

    [Test]
    public void Validate_ManyFaults_ReportsAll()
    {
        var result = new EngineIOOptionsValidator().Validate(null, new EngineIOOptions
        {
            PingInterval = TimeSpan.Zero,
            PingTimeout = TimeSpan.FromSeconds(-1),
            UpgradeTimeout = TimeSpan.MaxValue,
            PollingCloseTimeout = TimeSpan.Zero,
            PostTimeout = TimeSpan.Zero,
            MaxHttpBufferSize = 0,
            Transports = EngineTransports.None,
            MaxSendQueueBytes = 0,
            Cors = new EngineCorsOptions { Origins = [""], Methods = ["A\nB"], ExposedHeaders = ["a,b"], MaxAge = TimeSpan.FromSeconds(-1) },
            Cookie = new EngineCookieBuilder { Name = "a b", Path = "/;", SameSite = (SameSiteMode)9 },
            HttpCompression = new EngineCompressionOptions { Threshold = -1 },
            PerMessageDeflate = new EngineCompressionOptions { Level = (CompressionLevel)9 },
        });

        Assert.That(result.Failures?.Count(), Is.EqualTo(17));
    }

    [TestCase(true, false, false)]
    [TestCase(true, true, true)]
    [TestCase(false, false, true)]
    public void Validate_AnyOrigin_NotWithCredentials(bool credentials, bool asks, bool valid)
    {
        var result = new EngineIOOptionsValidator().Validate(null, new EngineIOOptions
        {
            Cors = new EngineCorsOptions { Origins = ["*"], Credentials = credentials, IsOriginAllowed = asks ? _ => true : null },
        });

        Assert.That(result.Succeeded, Is.EqualTo(valid));
        Assert.That(result.FailureMessage, valid ? Is.Null : Does.Contain("list the origins, or set IsOriginAllowed"));
    }

    [Test]
    public void Server_InvalidOptions_Throws() =>
        Assert.That(
            () => new EngineIOServer(
                new EngineIOOptions { Transports = (EngineTransports)8 }, new TestHandler(), NullLoggerFactory.Instance, TimeProvider.System),
            Throws.InstanceOf<OptionsValidationException>());
}
