import { once } from 'node:events'
import type { Socket } from 'node:net'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { ImapMailbox, SignInRefused } from './imap-mailbox.ts'
import { fetchItems } from './imap-value.ts'
import { mailboxName } from './mailbox-name.ts'

/** A server that answers each command, without its tag, with what a script says; `TAG` stands for the tag. Real servers are in test/mailbox.test.ts. */
async function scripted(answer: (command: string) => string, greeting = '* OK ready'): Promise<{ readonly port: number; readonly commands: string[] }> {
  const commands: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.write(`${greeting}\r\n`)
    createInterface({ input: socket }).on('line', line => {
      const [, tag = '', command = ''] = /^(n\d+) (.*)$/.exec(line) ?? ['', '', line]
      commands.push(command)
      socket.write(answer(command).replaceAll('TAG', tag), 'latin1')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, commands }
}

/** What every server says, but for what a test says otherwise. */
function usual(capabilities: string, more: Readonly<Record<string, string>> = {}): (command: string) => string {
  const known: Readonly<Record<string, string>> = { 'CAPABILITY': `* CAPABILITY IMAP4rev1 ${capabilities}\r\nTAG OK\r\n`, 'EXAMINE "INBOX"': '* 3 EXISTS\r\n* OK [UIDVALIDITY 77] x\r\nTAG OK [READ-ONLY]\r\n', ...more }
  return command => known[command] ?? 'TAG OK\r\n'
}

async function open(answer: (command: string) => string, more: Partial<Parameters<typeof ImapMailbox.open>[0]> = {}, greeting?: string) {
  const { port, commands } = await scripted(answer, greeting)
  const opening = ImapMailbox.open({ host: '127.0.0.1', port, security: 'none', user: 'u', credential: { kind: 'password', secret: 'p' }, mailbox: 'INBOX', isChanged: false, literalBytes: 1_000, ...more }, new AbortController().signal)
  opening.then(mailbox => onTestFinished(() => mailbox.close()), () => {})
  return { opening, commands }
}

describe('signing in', () => {
  test.each<[string, string, string[]]>([
    ['with PLAIN at once', 'AUTH=PLAIN SASL-IR', ['AUTHENTICATE PLAIN AHUAcA==']],
    ['with PLAIN when asked', 'AUTH=PLAIN', ['AUTHENTICATE PLAIN', 'AHUAcA==']],
    ['with LOGIN', '', ['LOGIN "u" "p"']],
  ])('%s', async (_, capabilities, expected) => {
    const { opening, commands } = await open(command => (command === 'AUTHENTICATE PLAIN' ? '+ \r\n' : command === 'AHUAcA==' ? 'n2 OK\r\n' : usual(capabilities)(command)))
    expect((await opening).validity).toBe(77)
    expect(commands).toEqual(['CAPABILITY', ...expected, 'CAPABILITY', 'EXAMINE "INBOX"'])
  })

  test.each<[string, Parameters<typeof open>, RegExp]>([
    ['a server that refuses', [usual('', { 'LOGIN "u" "p"': 'TAG NO [AUTHENTICATIONFAILED] no\r\n' })], /refuses the user or the password: \[AUTH/],
    ['one that takes no password so', [usual('LOGINDISABLED')], /takes no password this way/],
    ['one that greets with its end', [usual(''), {}, '* BYE too many'], /the server refuses: \* BYE too many/],
    ['a password that LOGIN cannot say', [usual(''), { credential: { kind: 'password', secret: 'ü' } }], /letters that this server cannot be told/],
    ['one that numbers no mails', [usual('', { 'EXAMINE "INBOX"': 'TAG OK\r\n' })], /numbers no mails/],
    ['a line without end', [usual('', { CAPABILITY: 'x'.repeat(200_000) })], /a line of more than 65536 bytes/],
    ['a literal that is too long', [usual('', { CAPABILITY: '* X {999999999}\r\n' })], /sent 999999999 bytes at once/],
    ['words in the clear behind STARTTLS', [usual('', { STARTTLS: 'TAG OK\r\n* CAPABILITY AUTH=PLAIN\r\n' }), { security: 'starttls' }], /more in the clear than it should/],
    ['one that does not change to TLS', [usual('', { STARTTLS: 'TAG BAD no\r\n' }), { security: 'starttls' }], /does not change to TLS: no/],
  ])('%s is told', async (_, parts, reason) => {
    await expect((await open(...parts)).opening).rejects.toThrow(reason)
  })

  test('a token goes by XOAUTH2, and what the server says of a wrong one is waited for', async () => {
    const response = Buffer.from('user=u\u0001auth=Bearer t\u0001\u0001').toString('base64')
    const credential = { kind: 'token', secret: 't' } as const
    const { opening, commands } = await open(usual('SASL-IR AUTH=XOAUTH2'), { credential })
    await opening
    expect(commands[1]).toBe(`AUTHENTICATE XOAUTH2 ${response}`)
    const refused = await open(command => (command === `AUTHENTICATE XOAUTH2 ${response}` ? '+ eyJzdGF0dXMiOiI0MDAifQ==\r\n' : command === '*' ? 'n2 NO expired\r\n' : usual('SASL-IR')(command)), { credential })
    await expect(refused.opening).rejects.toThrow('the server refuses the user or the token: expired')
  })

  test('a password that is refused is told as such', async () => {
    await expect((await open(usual('', { 'LOGIN "u" "p"': 'TAG NO\r\n' }))).opening).rejects.toThrow(SignInRefused)
  })
})

describe('reading', () => {
  test('mails above a number, in their order, without the last one that the range always holds', async () => {
    const { opening } = await open(usual('', {
      'UID FETCH 5:* (UID RFC822.SIZE)': '* 3 FETCH (RFC822.SIZE 30 UID 9)\r\n* 5 EXISTS\r\n* 2 FETCH (UID 7 RFC822.SIZE 20)\r\n* 1 FETCH (UID 4 RFC822.SIZE 1)\r\n* X\r\nTAG OK\r\n',
    }))
    expect(await (await opening).after(4)).toEqual([{ uid: 7, bytes: 20 }, { uid: 9, bytes: 30 }])
  })

  test('a mailbox with very many numbers is asked for in ranges', async () => {
    const { opening, commands } = await open(usual('', {
      'EXAMINE "INBOX"': '* OK [UIDVALIDITY 77] x\r\n* OK [UIDNEXT 120000] x\r\nTAG OK\r\n', 'UID FETCH 50001:100000 (UID RFC822.SIZE)': '* 1 FETCH (UID 60000 RFC822.SIZE 1)\r\nTAG OK\r\n',
      'UID FETCH 60001:110000 (UID FLAGS RFC822.SIZE)': 'TAG OK\r\n', 'UID FETCH 1:50000 (UID FLAGS RFC822.SIZE)': '* 1 FETCH (UID 3 FLAGS () RFC822.SIZE 1)\r\n* 2 FETCH (UID 4 FLAGS (\\Seen) RFC822.SIZE 1)\r\nTAG OK\r\n',
    }))
    const mailbox = await opening
    expect([await mailbox.after(0), await mailbox.after(60_000), await mailbox.after(80_000)]).toEqual([[{ uid: 60_000, bytes: 1 }], [], []])
    expect(await Array.fromAsync(mailbox.upTo(60_000, 'unread'))).toEqual([{ uid: 3, bytes: 1 }])
    expect(commands.filter(command => command.startsWith('UID')).map(command => command.split(' ')[2])).toEqual(['1:50000', '50001:100000', '60001:110000', '110001:*', '80001:*', '1:50000', '50001:60000'])
  })

  test.each<[string, string, string | null]>([
    ['a literal', '* 1 FETCH (UID 7 BODY[] {9}\r\na\r\n){3}\r\n FLAGS (\\Seen))\r\nTAG OK\r\n', 'a\r\n){3}\r\n'],
    ['a quoted text', '* 1 FETCH (BODY[] "a \\"b\\"" UID 7)\r\nTAG OK\r\n', 'a "b"'],
    ['another mail', '* 1 FETCH (UID 8 BODY[] {1}\r\nx)\r\nTAG OK\r\n', null],
    ['nothing', '* 1 FETCH (UID 7 BODY[] NIL)\r\nTAG OK\r\n', null],
    ['no answer', 'TAG OK\r\n', null],
  ])('a mail that comes as %s', async (_, answer, expected) => {
    const { opening } = await open(usual('', { 'UID FETCH 7 (UID BODY.PEEK[])': answer }))
    expect((await (await opening).read(7))?.toString() ?? null).toBe(expected)
  })

  test('what was taken is moved as the server can', async () => {
    const moved = async (capabilities: string) => {
      const { opening, commands } = await open(usual(capabilities, { 'SELECT "INBOX"': '* OK [UIDVALIDITY 1]\r\nTAG OK\r\n' }), { isChanged: true })
      await (await opening).move(7, 'Done')
      return commands.slice(4)
    }
    expect(await moved('MOVE')).toEqual(['UID MOVE 7 "Done"'])
    expect(await moved('UIDPLUS')).toEqual(['UID COPY 7 "Done"', 'UID STORE 7 +FLAGS.SILENT (\\Deleted)', 'UID EXPUNGE 7'])
    expect(await moved('')).toEqual(['UID COPY 7 "Done"', 'UID STORE 7 +FLAGS.SILENT (\\Deleted)'])
  })

  test('a server that ends in the middle is told', async () => {
    const { opening } = await open(usual('', { 'UID FETCH 7 (UID BODY.PEEK[])': '* 1 FETCH (UID 7 BODY[] {1}\r\nx)\r\n* BYE gone\r\n' }))
    await expect((await opening).read(7)).rejects.toThrow('the server ends: BYE gone')
  })
})

test.each([['INBOX', '"INBOX"'], ['a"b\\c', '"a\\"b\\\\c"'], ['Tom & Jerry', '"Tom &- Jerry"'], ['台北', '"&U,BTFw-"'], ['迷惑メール/日', '"&j,dg0TDhMPww6w-/&ZeU-"']])('the mailbox %s', (name, expected) => {
  expect(mailboxName(name)).toBe(expected)
})

test('whatever a server says, its values are read to an end', () => {
  const piece = fc.constantFrom('(', ')', '"', '\\', '[', ']', ' ', 'UID', '1', '* 1 FETCH ', '{3}')
  fc.assert(fc.property(fc.array(fc.oneof(piece, fc.uint8Array({ maxLength: 3 }).map(bytes => Buffer.from(bytes))), { maxLength: 60 }), line => {
    expect(fetchItems(line) === null || fetchItems(line)?.size !== undefined).toBe(true)
  }), { numRuns: byDepth(200, 3_000, 100_000) })
  expect(fetchItems(['* 1 FETCH ', '('.repeat(60_000)])?.size ?? 0).toBeLessThan(2)
  expect(fetchItems([`* 1 FETCH (UID ${'"\\'.repeat(30_000)}`])?.get('UID')).toBeDefined()
})
