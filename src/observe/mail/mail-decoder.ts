import type { Chunk, Decoder, DecodeReport, EvidenceFile, Planner } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import { looksLikeText } from '../../pipeline/evidence/looks-like-text.ts'
import { MAIL_BYTES } from '../../pipeline/mail/defaults.ts'
import { looksLikeMail } from '../../pipeline/mail/looks-like-mail.ts'
import { readMail } from '../../pipeline/mail/read-mail.ts'
import { mailEvent } from './mail-event.ts'

/**
 * A mail (RFC 5322, MIME): one event of `mail.message` with who sent what to whom, by which way, with which attachments and their digests. What it brings is
 * evidence of its own. What is wrong with it is one error, with its place.
 */
export function mailDecoder(): Decoder {
  return {
    format: 'mail',
    recognises: (head, path) => looksLikeMail(head) || (/\.eml$/i.test(path) && looksLikeText(head)),
    planner: () => new WholeMail(),
    decode,
  }
}

class WholeMail implements Planner {
  #bytes = 0

  push(block: Uint8Array): void {
    this.#bytes += block.length
  }

  end(): readonly Chunk[] {
    return [{ number: 0, from: 0, to: this.#bytes, firstRecord: 0 }]
  }
}

async function* decode(file: EvidenceFile, chunk: Chunk, report: DecodeReport): AsyncIterable<EventBatch> {
  const blocks: Buffer[] = []
  for await (const block of file.read(chunk.from, Math.min(chunk.to, MAIL_BYTES))) blocks.push(Buffer.from(block))
  const bytes = Buffer.concat(blocks)
  const mail = readMail(bytes)
  const [first, ...others] = mail.problems
  if (first !== undefined) report.error({ offset: first.offset, reason: others.length === 0 ? first.reason : `${first.reason}; and ${others.length} more` })
  if (chunk.to > MAIL_BYTES) report.error({ offset: MAIL_BYTES, reason: `more than ${MAIL_BYTES} bytes in one mail; what follows is kept, and not looked into` })
  if (mail.fields.length === 0) return
  const { fields, time } = mailEvent(mail, bytes, file.settings.date)
  const builder = new EventBatchBuilder()
  builder.add({ dataset: 'mail.message', time: time?.microseconds ?? null, flags: time?.flags ?? 0, record: 0, offset: 0, length: Math.max(1, mail.headEnd), fields })
  yield builder.take()
}
