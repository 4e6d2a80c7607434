import MimeNode from 'nodemailer/lib/mime-node'
import type { SmtpConfiguration } from '../../platform/config/notify-schema.ts'
import { noticeXml } from '../notice/notice-xml.ts'
import type { Outgoing } from '../send/sent-result.ts'
import { plainLine } from '../text/plain-line.ts'

/** A mail as it goes over the wire. */
export interface ComposedMail {
  readonly from: string
  readonly to: string
  readonly bytes: Buffer
}

/** Changes the content of a mail into what goes out: signs it, encrypts it. Takes and gives a MIME entity with its headers (RFC 2045 §2.4). */
export type SealMail = (entity: Buffer, outgoing: Pick<Outgoing, 'organisation' | 'recipient' | 'address' | 'marking'>) => Promise<SealedMail>

export interface SealedMail {
  readonly entity: Buffer
  /** Then the subject is not for everybody on the way either. */
  readonly isEncrypted: boolean
}

/**
 * The mail of what goes out. Everything on the wire is 7-bit, names and subjects as encoded words that hold whole characters each (RFC 2047), so that no relay
 * and no reader that expects ISO-2022-JP sees a byte that it could take for another character. Names with line ends cannot come here, and would be folded.
 */
export async function composeMail(outgoing: Outgoing, channel: SmtpConfiguration, seal: SealMail): Promise<ComposedMail> {
  const { entity: content, isEncrypted } = await seal(await contentOf(outgoing, channel), outgoing)
  const head = new MimeNode('text/plain', { disableFileAccess: true, disableUrlAccess: true, textEncoding: 'B' })
  head.setHeader({
    'From': [{ name: plainLine(channel.fromName), address: channel.from }],
    'To': [{ name: '', address: outgoing.address }],
    ...(channel.replyTo === undefined ? {} : { 'Reply-To': [{ name: '', address: channel.replyTo }] }),
    'Subject': isEncrypted ? `[TLP:${outgoing.marking.toUpperCase()}] ${ENCRYPTED[outgoing.language]}` : plainLine(outgoing.subject, SUBJECT_LENGTH),
    'Date': outgoing.createdAt.toUTCString().replace(/GMT/, '+0000'),
    'Message-ID': messageIdOf(outgoing.id, channel.from),
    // Others' machines must not answer, and ours tell what this is (RFC 3834 §5).
    'Auto-Submitted': 'auto-generated',
    'X-Noroshi-Marking': `TLP:${outgoing.marking.toUpperCase()}`,
    'Content-Language': outgoing.language,
    ...(outgoing.priority >= IMPORTANT ? { Importance: 'high' } : {}),
  })
  const headers = head.buildHeaders().split('\r\n').filter(line => !/^(?:Content-Type|Content-Transfer-Encoding|MIME-Version):/i.test(line)).join('\r\n')
  return { from: channel.from, to: outgoing.address, bytes: Buffer.concat([Buffer.from(`${headers}\r\nMIME-Version: 1.0\r\n`), content]) }
}

/** The same at every try: a reader or a mail server that has it knows it again (RFC 5322 §3.6.4). */
export function messageIdOf(id: string, from: string): string {
  return `<${id}.noroshi@${from.slice(from.lastIndexOf('@') + 1)}>`
}

/** The subject of what is encrypted; its own stands within. */
const ENCRYPTED = { en: 'Encrypted message', ja: '暗号化されたメッセージ' } as const

/** UTF-16 units. */
const SUBJECT_LENGTH = 300

/** Priority from which mail programs are told that it is urgent. */
const IMPORTANT = 70

async function contentOf(outgoing: Outgoing, channel: SmtpConfiguration): Promise<Buffer> {
  const options = { disableFileAccess: true, disableUrlAccess: true, boundaryPrefix: 'noroshi', baseBoundary: outgoing.id }
  const root = new MimeNode('multipart/mixed', options)
  const text = `${plainLine(outgoing.subject, SUBJECT_LENGTH)}\r\n\r\n${outgoing.text.replaceAll('\n', '\r\n')}`
  root.createChild('text/plain; charset=utf-8', options)
    .setHeader({ 'Content-Transfer-Encoding': 'base64', 'Content-Disposition': 'inline' })
    .setContent(text)
  for (const { name, mediaType, bytes } of filesOf(outgoing, channel)) {
    root.createChild(mediaType, { ...options, filename: name }).setHeader({ 'Content-Transfer-Encoding': 'base64' }).setContent(bytes)
  }
  const built = await root.build()
  const end = built.indexOf('\r\n\r\n')
  // The mail around it has these of its own.
  const headers = built.subarray(0, end).toString('latin1').split(/\r\n(?![ \t])/).filter(line => !/^(?:Message-ID|Date|MIME-Version):/i.test(line))
  return Buffer.concat([Buffer.from(headers.join('\r\n')), built.subarray(end)])
}

function filesOf({ notices, attachments }: Outgoing, { attach }: SmtpConfiguration): { readonly name: string; readonly mediaType: string; readonly bytes: Buffer }[] {
  const data = notices.length === 1 ? notices[0]! : { format: 'noroshi-notices', version: 1, notices }
  return [
    ...(attach.includes('json') ? [{ name: 'notice.json', mediaType: 'application/json', bytes: Buffer.from(`${JSON.stringify(data, null, 2)}\n`) }] : []),
    ...(attach.includes('xml') ? [{ name: 'notice.xml', mediaType: 'application/xml', bytes: Buffer.from(noticeXml(data)) }] : []),
    ...attachments.map(({ name, mediaType, base64 }) => ({ name, mediaType, bytes: Buffer.from(base64, 'base64') })),
  ]
}
