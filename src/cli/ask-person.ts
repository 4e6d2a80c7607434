import { createInterface } from 'node:readline/promises'

/** Asks whoever sits at the terminal; the end of the input is an empty answer. */
export async function askPerson(question: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const closed = new Promise<string>(resolve => reader.once('close', () => resolve('')))
    return (await Promise.race([reader.question(question), closed])).trim()
  } finally {
    reader.close()
  }
}
