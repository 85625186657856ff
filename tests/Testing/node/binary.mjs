/** JSON has no bytes: they travel as `{ "$binary": "<base64>" }`, at any depth. */

/**
 * Turns the JSON form into values with bytes.
 * @param {unknown} value
 */
export function withBytes(value) {
  return map(value, (object) => {
    const keys = Object.keys(object);
    return keys.length === 1 && typeof object.$binary === "string" ? Buffer.from(object.$binary, "base64") : undefined;
  });
}

/**
 * Turns values with bytes into the JSON form.
 * @param {unknown} value
 */
export function withoutBytes(value) {
  return map(value, (object) => {
    if (object instanceof ArrayBuffer) {
      return { $binary: Buffer.from(object).toString("base64") };
    }
    if (ArrayBuffer.isView(object)) {
      return { $binary: Buffer.from(object.buffer, object.byteOffset, object.byteLength).toString("base64") };
    }
    return undefined;
  });
}

function map(value, convert) {
  if (value === null || typeof value !== "object") {
    return value;
  }
  const converted = convert(value);
  if (converted !== undefined) {
    return converted;
  }
  if (Array.isArray(value)) {
    return value.map((item) => map(item, convert));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item, convert)]));
}
