using Fuzz.Inputs;

namespace Fuzz.Decoding;

/// <summary>Something that decodes input in this process. It may be used by several threads at once.</summary>
internal interface IDecodingTarget
{
    string Name { get; }

    /// <summary>Makes an input, has it decoded, and uses the result.</summary>
    /// <returns>Whether anything of it was accepted: a run in which nothing is says little.</returns>
    /// <exception cref="Exception">Whatever is thrown is a finding: decoders answer with results.</exception>
    bool Run(Dice dice);
}
