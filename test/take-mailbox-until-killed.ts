import { takeMailbox } from '../src/observe/mailbox/take-mailbox.ts'
import { SpoolRoom } from '../src/pipeline/collect/spool-room.ts'
import { StreamSpool } from '../src/pipeline/collect/stream-spool.ts'
import { MAIL_PASSWORD, MAIL_USER } from './dovecot.ts'

/** Takes a mailbox into the spool of a folder, until it is killed. Arguments: folder, port, path of the authority. */
const [folder = '', port = '', authority = ''] = process.argv.slice(2)
const spool = await StreamSpool.open({ organisation: 'default', name: 'inbox', format: 'document' }, { room: new SpoolRoom(folder, { reserveBytes: 0 }), onSealed: () => {} })
await takeMailbox({
  host: 'localhost', port: Number(port), security: 'tls', authority, user: MAIL_USER, credential: () => ({ kind: 'password', secret: MAIL_PASSWORD }), mailbox: 'INBOX', after: { kind: 'leave' }, everyMs: 200, literalBytes: 100_000,
}, spool)
process.stdout.write('taking\n')
