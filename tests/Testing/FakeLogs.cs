using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Testing;

/// <summary>What tests ask of what was logged.</summary>
public static class FakeLogs
{
    extension(FakeLogCollector logs)
    {
        /// <summary>Each message, with its exception behind it.</summary>
        public IEnumerable<string> Messages => logs.GetSnapshot().Select(Text);

        public IEnumerable<string> Errors => logs.GetSnapshot().Where(record => record.Level >= LogLevel.Error).Select(Text);

        public int CountOf(int id) => logs.GetSnapshot().Count(record => record.Id == id);
    }

    private static string Text(FakeLogRecord record) => $"{record.Message} {record.Exception}";
}
