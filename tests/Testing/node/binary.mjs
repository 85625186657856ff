/** JSON has no bytes: they travel as `{ "$binary": "<base64>" }`, at any depth. Runs in Node.js and in a page. */

/**
 * Turns the JSON form into values with bytes.
 * @param {unknown} value
 */
export function withBytes(value) {
  return map(value, (object) => {
    const keys = Object.keys(object);
    return keys.length === 1 && typeof object.$binary === "string" ? decode(object.$binary) : undefined;
  });
}

/**
 * Turns values with bytes into the JSON form.
 * @param {unknown} value
 */
export function withoutBytes(value) {
  return map(value, (object) => {
    if (object instanceof ArrayBuffer) {
      return { $binary: encode(new Uint8Array(object)) };
    }
    if (ArrayBuffer.isView(object)) {
      return { $binary: encode(new Uint8Array(object.buffer, object.byteOffset, object.byteLength)) };
    }
    return undefined;
  });
}

function decode(base64) {
  // In a page the MessagePack parser takes nothing else for bytes than an ArrayBuffer.
  return globalThis.Buffer?.from(base64, "base64") ?? Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;
}

function encode(bytes) {
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
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
