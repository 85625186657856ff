using SocketIO.Core;

namespace SocketIO;

/// <summary>
/// Where clients come in: a namespace, all the children of a <see cref="ParentNamespace"/>, or a server, which stands
/// for its namespace <c>/</c>. Middlewares and connection handlers are added by <see cref="AdmissionExtensions"/>.
/// </summary>
public interface IAdmission
{
    internal NamespaceHandlers Handlers { get; }
}
