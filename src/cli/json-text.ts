/** JSON that also writes `bigint`, as the exact number it is. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? rawJson(String(member)) : member))
}

/** `JSON.rawJSON` is in the engine (ECMAScript 2026) and not yet in the compiler's library. */
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON
