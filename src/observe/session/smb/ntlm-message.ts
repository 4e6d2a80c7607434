/** What NTLM's messages ([MS-NLMP], section 2.2.1) say of who signs in where; what cannot be read is left out. */
export interface NtlmNames {
  readonly username?: string
  readonly hostname?: string
  readonly domainname?: string
  readonly server_nb_computer_name?: string
  readonly server_dns_computer_name?: string
  readonly server_tree_name?: string
}

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1')

/** Kinds of names about the server ([MS-NLMP], section 2.2.2.1). */
const SERVER_NAMES: ReadonlyMap<number, keyof NtlmNames> = new Map([[1, 'server_nb_computer_name'], [3, 'server_dns_computer_name'], [5, 'server_tree_name']])

/** Bit of the flags: texts are UTF-16. */
const UNICODE = 1

/** Reads the message that lies anywhere in a security token, such as within SPNEGO; null where there is none that names somebody. */
export function readNtlm(token: Uint8Array): { readonly type: 2 | 3, readonly names: NtlmNames } | null {
  const bytes = Buffer.from(token.buffer, token.byteOffset, token.length)
  const start = bytes.indexOf(SIGNATURE)
  if (start < 0 || bytes.length < start + 12) return null
  const message = bytes.subarray(start)
  const type = message.readUInt32LE(8)
  if (type === 2) return { type, names: serverNames(message) }
  return type === 3 && message.length >= 64 ? { type, names: clientNames(message) } : null
}

function serverNames(message: Buffer): NtlmNames {
  const names: { -readonly [name in keyof NtlmNames]: string } = {}
  const info = message.length < 48 ? Buffer.alloc(0) : fieldAt(message, 40)
  for (let at = 0; at + 4 <= info.length;) {
    const kind = info.readUInt16LE(at)
    const length = info.readUInt16LE(at + 2)
    if (kind === 0) break
    const name = SERVER_NAMES.get(kind)
    if (name !== undefined) names[name] = info.toString('utf16le', at + 4, at + 4 + length)
    at += 4 + length
  }
  return names
}

function clientNames(message: Buffer): NtlmNames {
  const encoding = (message.readUInt32LE(60) & UNICODE) === 0 ? 'latin1' : 'utf16le'
  const text = (at: number) => fieldAt(message, at).toString(encoding)
  return { domainname: text(28), username: text(36), hostname: text(44) }
}

/** Length, room and offset; nothing where it does not lie in the message. */
function fieldAt(message: Buffer, at: number): Buffer {
  const length = message.readUInt16LE(at)
  const offset = message.readUInt32LE(at + 4)
  return offset + length > message.length ? Buffer.alloc(0) : message.subarray(offset, offset + length)
}
