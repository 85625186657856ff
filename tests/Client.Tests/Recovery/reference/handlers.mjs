/** Adds the events that the tests of recovery ask for; each is acknowledged once it has taken effect. */
export function addHandlers(io) {
  io.on("connection", (socket) => {
    socket.on("describe", (ack) => ack({
      id: socket.id,
      recovered: socket.recovered,
      rooms: [...socket.rooms],
      note: socket.data.note ?? null,
    }));
    socket.on("note", (note, ack) => {
      socket.data.note = note;
      ack();
    });
    socket.on("enter", async (room, ack) => {
      await socket.join(room);
      ack();
    });
    socket.on("exit", async (room, ack) => {
      await socket.leave(room);
      ack();
    });
    socket.on("count", async (room, ack) => ack((await io.in(room).fetchSockets()).length));
    socket.on("connections", (ack) => ack(io.engine.clientsCount));
    socket.on("publish", (room, text, ack) => {
      io.to(room).emit("said", text);
      ack();
    });
    socket.on("publish to all", (text, ack) => {
      io.emit("said", text);
      ack();
    });
    socket.on("publish bytes", (room, bytes, ack) => {
      io.to(room).emit("bytes", bytes);
      ack();
    });
    socket.on("publish volatile", (room, text, ack) => {
      io.to(room).volatile.emit("ticked", text);
      ack();
    });
  });
}
