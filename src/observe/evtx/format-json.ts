import type { FieldValue } from '../../model/value.ts'

declare global {
  interface JSON {
    /** Text that is to stand in the output as it is (ECMAScript proposal, in V8 since 11.4). */
    rawJSON(text: string): object
  }
}

/** One line of JSON. Bigints are printed with all digits, as the numbers they are. */
export function formatJson(value: FieldValue): string {
  return JSON.stringify(value, (_name, member: unknown) => typeof member === 'bigint' ? JSON.rawJSON(String(member)) : member)
}
