/**
 * Lets a test hold many official clients over the standard streams; see socket-operations.mjs, and besides
 *
 * version {}                                      { client, node }
 * exit {}
 */
import { createRequire } from "node:module";
import { io } from "socket.io-client";
import msgpackParser from "socket.io-msgpack-parser";
import { connectFormer } from "./former-client.mjs";
import { leave, serve } from "./lines.mjs";
import { createSocketOperations } from "./socket-operations.mjs";

const { version } = createRequire(import.meta.url)("socket.io-client/package.json");
const { operations, closeAll } = createSocketOperations({
  current: io,
  msgpack: (url, options) => io(url, { ...options, parser: msgpackParser }),
  v2: connectFormer,
});

serve({
  ...operations,
  version: () => ({ client: version, node: process.versions.node }),
  // The answer leaves first.
  exit: () => { setImmediate(() => leave(closeAll)); },
}, closeAll);
