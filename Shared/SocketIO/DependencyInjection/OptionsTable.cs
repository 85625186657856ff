using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SocketIO.DependencyInjection;

/// <summary>
/// The settings of one class by their names in configuration, and how each is set: without reflection, so that it works in a
/// trimmed application, and with a sentence for whatever is no setting.
/// </summary>
internal sealed class OptionsTable<T> : IEnumerable<string>
{
    private readonly Dictionary<string, Action<T, IConfigurationSection>> _settings = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string name, Action<T, IConfigurationSection> set) => _settings.Add(name, set);

    public void Add(string name, Action<T, string> set) => Add(name, (options, section) => set(options, OptionsText.Of(section)));

    public void Add<TValue>(string name, Action<T, TValue> set)
        where TValue : IParsable<TValue> =>
        Add(name, (options, section) => set(options, OptionsText.Parse<TValue>(section)));

    public IEnumerator<string> GetEnumerator() => _settings.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Sets what the configuration names.</summary>
    /// <exception cref="InvalidOperationException">It names what is no setting, or a value that cannot be read.</exception>
    public void Apply(IConfiguration configuration, T options)
    {
        foreach (var section in configuration.GetChildren())
        {
            if (!_settings.TryGetValue(section.Key, out var set))
            {
                throw new InvalidOperationException($"{section.Path} is no setting; there are {string.Join(", ", _settings.Keys)}");
            }
            set(options, section);
        }
    }
}

/// <summary>Reads values of configuration.</summary>
internal static class OptionsText
{
    /// <exception cref="InvalidOperationException">There is no value, but a section.</exception>
    public static string Of(IConfigurationSection section) =>
        section.Value ?? throw new InvalidOperationException($"{section.Path} needs a value");

    /// <exception cref="InvalidOperationException">The value is not of that type.</exception>
    public static TValue Parse<TValue>(IConfigurationSection section)
        where TValue : IParsable<TValue> =>
        TValue.TryParse(Of(section), CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidOperationException($"{section.Path} must be of type {typeof(TValue).Name}, which \"{section.Value}\" is not");

    /// <exception cref="InvalidOperationException">It is no name of such a value.</exception>
    public static TEnum Choice<TEnum>(IConfigurationSection section)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(Of(section), ignoreCase: true, out var value)
            ? value
            : throw new InvalidOperationException($"{section.Path} must be one of {string.Join(", ", Enum.GetNames<TEnum>())}, not \"{section.Value}\"");

    /// <summary>The items of a list; a single value is a list of one.</summary>
    public static IList<string> List(IConfigurationSection section) =>
        section.GetChildren().ToArray() is { Length: > 0 } items ? [.. items.Select(Of)]
        : section.Value is { Length: > 0 } single ? [single]
        : [];
}
