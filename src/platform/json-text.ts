declare global {
  interface JSON {
    /** Text that is to stand in the output as it is (ECMAScript proposal, in V8 since 11.4). */
    rawJSON(text: string): object
  }
}

/** JSON on one line. Bigints are printed with all digits, as the numbers they are. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => typeof member === 'bigint' ? JSON.rawJSON(String(member)) : member)
}
