import { RecordedSocket } from "./recorded-socket.mjs";

/**
 * What a test may ask of many clients; see lines.mjs for the protocol, and binary.mjs for bytes. `socket` names the
 * socket; times are in milliseconds, 10,000 unless told otherwise.
 *
 * open { socket, url, options?, track?, flavour? }   makes a socket; answers at once
 * close { socket }                                disconnects and forgets it
 * emit { socket, event, args?, ack?, timeout?, volatile? }   the acknowledgement's arguments, or null without `ack`
 * received { socket, event?, from? }              [{ event, args }] so far
 * wait { socket, event?, count?, timeout? }       the same, once there are `count`
 * state { socket }                                see RecordedSocket.state
 * waitState { socket, connected?, connects?, disconnects?, connectErrors?, timeout? }   the state, once it is so
 * respond { socket, event, with? }                acknowledges that event from now on
 * auth { socket, auth }                           replaces what is sent at the next connection
 * connect, disconnect, cutTransport { socket }
 * move { socket, url }                            cuts the connection off; the next one goes there
 * @param {Record<string, (url: string, options: object) => object>} flavours makes a socket; `current` is the usual way
 * @returns {{ operations: Record<string, (request: object) => unknown>, closeAll: () => void }}
 */
export function createSocketOperations(flavours) {
  const sockets = new Map();

  function find({ socket }) {
    const found = sockets.get(socket);
    if (!found) {
      throw new Error(`There is no socket "${socket}".`);
    }
    return found;
  }

  function open({ socket, url, options = {}, track = false, flavour = "current" }) {
    if (sockets.has(socket)) {
      throw new Error(`There is a socket "${socket}" already.`);
    }
    if (!Object.hasOwn(flavours, flavour)) {
      throw new Error(`There are no sockets "${flavour}".`);
    }
    sockets.set(socket, new RecordedSocket(flavours[flavour], url, options, track));
  }

  function close(request) {
    find(request).disconnect();
    sockets.delete(request.socket);
  }

  function closeAll() {
    sockets.forEach((socket) => socket.disconnect());
    sockets.clear();
  }

  const operations = {
    open,
    close,
    emit: (request) => find(request).emit(request),
    received: (request) => find(request).received(request.event, request.from),
    wait: (request) => find(request).wait(request),
    waitState: (request) => find(request).waitState(request),
    state: (request) => find(request).state,
    respond: (request) => find(request).respond(request),
    auth: (request) => find(request).setAuth(request.auth),
    connect: (request) => find(request).connect(),
    disconnect: (request) => find(request).disconnect(),
    cutTransport: (request) => find(request).cutTransport(),
    move: (request) => find(request).move(request.url),
  };
  return { operations, closeAll };
}
