import { createInterface } from "node:readline";

/**
 * Serves requests over the standard streams: one JSON object per line, each answered with exactly one line.
 *
 * Request: `{ "id": n, "op": "name", … }`. Answer: `{ "id": n, "result": … }` or `{ "id": n, "error": "text" }`.
 * Requests run side by side; each starts in the order of its line. The program ends when the input ends.
 * @param {Record<string, (request: object) => unknown>} operations
 * @param {() => unknown} [end] releases what the program holds
 */
export function serve(operations, end = () => {}) {
  // The output is for answers alone.
  console.log = console.info = console.debug = console.error;
  process.on("uncaughtException", (error) => console.error("Uncaught:", error));
  process.on("unhandledRejection", (error) => console.error("Unhandled:", error));
  process.stdout.on("error", () => process.exit(1));

  const input = createInterface({ input: process.stdin, crlfDelay: Infinity });
  input.on("line", (line) => line.trim() && answer(line, operations));
  input.on("close", () => leave(end));
}

/**
 * Ends the program once what was written has left it.
 * @param {() => unknown} [end]
 */
export async function leave(end = () => {}) {
  try {
    await end();
  } finally {
    process.stdout.write("", () => process.exit(0));
  }
}

async function answer(line, operations) {
  let id = null;
  try {
    const request = JSON.parse(line);
    id = request.id ?? null;
    if (!Object.hasOwn(operations, request.op)) {
      throw new Error(`There is no operation "${request.op}".`);
    }
    const result = await operations[request.op](request);
    write({ id, result: result ?? null });
  } catch (error) {
    write({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

function write(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
