import type { HoldingReader } from '../../store/register/find-holdings.ts'
import { rawOfEvents } from '../../store/register/raw-of-events.ts'
import { LINE_CHARACTERS } from '../defaults.ts'

/** The beginnings of the log lines of events, by their ids, as text of one line; those that are no text are left out. */
export async function eventLines(reader: HoldingReader, events: readonly { readonly id: string; readonly time: number }[]): Promise<ReadonlyMap<string, string>> {
  const lines = new Map<string, string>()
  for (const [id, bytes] of await rawOfEvents(reader, events, LINE_CHARACTERS * MOST_BYTES_A_CHARACTER)) {
    const text = lineText(bytes)
    if (text !== '') lines.set(id, text)
  }
  return lines
}

/** Of UTF-8. */
const MOST_BYTES_A_CHARACTER = 4

function lineText(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes).replaceAll(/[\0-\u001f\u007f-\u009f]+/g, ' ').trim()
  const spoilt = text.split('\ufffd').length - 1
  return spoilt > text.length / SPOILT_SHARE ? '' : text.slice(0, LINE_CHARACTERS)
}

/** Of a text that was cut, one character may be spoilt; of a binary record, many are. */
const SPOILT_SHARE = 20
