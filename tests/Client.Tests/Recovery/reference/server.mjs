/**
 * The reference's server with the events of the test worker (RecoveryHandlers.cs).
 *
 * node server.mjs single|cluster FIRST_PORT WINDOW PING_INTERVAL PING_TIMEOUT     (times in milliseconds)
 *
 * "single" is one process on two ports, with the in-memory adapter. "cluster" is a primary that keeps two workers
 * running, each on a port of its own, with the cluster adapter. GET /pid answers with the process behind a port.
 */
import cluster from "node:cluster";
import { createServer } from "node:http";
import { createAdapter, setupPrimary } from "@socket.io/cluster-adapter";
import { Server } from "socket.io";
import { addHandlers } from "./handlers.mjs";

const places = 2;
const [mode, ...numbers] = process.argv.slice(2);
const [firstPort, window, pingInterval, pingTimeout] = numbers.map(Number);

if (mode === "single") {
  serve([firstPort, firstPort + 1]);
} else if (cluster.isPrimary) {
  keepWorkers();
} else {
  serve([firstPort + Number(process.env.PLACE)], createAdapter());
}

function keepWorkers() {
  setupPrimary();
  cluster.setupPrimary({ serialization: "advanced" });
  for (let place = 0; place < places; place++) {
    keepWorker(place);
  }
}

function keepWorker(place) {
  cluster.fork({ PLACE: place }).on("exit", () => keepWorker(place));
}

function serve(ports, adapter) {
  const io = new Server({
    connectionStateRecovery: { maxDisconnectionDuration: window, skipMiddlewares: false },
    pingInterval,
    pingTimeout,
    ...(adapter ? { adapter } : {}),
  });
  addHandlers(io);
  for (const port of ports) {
    const http = createServer((_request, response) => response.end(String(process.pid)));
    io.attach(http);
    http.listen(port, "127.0.0.1");
  }
  process.on("SIGTERM", () => {
    io.close();
    // Whatever keeps a connection open does not keep the process.
    setTimeout(() => process.exit(0), 500);
  });
}
