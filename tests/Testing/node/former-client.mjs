import io from "socket.io-client-v2";

/**
 * Makes a socket of the client's version 2, with those members of the current one that a RecordedSocket uses.
 * @param {string} url
 * @param {object} options
 */
export function connectFormer(url, options) {
  const socket = io(url, options);
  addCatchAll(socket);
  addTimeout(socket);
  // The server's refusal, whatever it is; connect_error is reserved there too, so emitting it stays local.
  socket.on("error", (data) => socket.emit("connect_error", { message: null, data }));
  return socket;
}

function addCatchAll(socket) {
  const listeners = [];
  const { onevent } = socket;
  socket.onevent = (packet) => {
    onevent.call(socket, packet);
    // The client has put the acknowledgement behind the arguments by now.
    listeners.forEach((listener) => listener(...packet.data));
  };
  socket.onAny = (listener) => listeners.push(listener);
}

function addTimeout(socket) {
  socket.timeout = (milliseconds) => ({
    emit(event, ...args) {
      const answer = args.pop();
      const timer = setTimeout(() => answer(new Error("operation has timed out")), milliseconds);
      socket.emit(event, ...args, (...values) => {
        clearTimeout(timer);
        answer(null, ...values);
      });
    },
  });
}
