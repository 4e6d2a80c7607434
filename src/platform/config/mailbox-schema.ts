import * as z from 'zod'
import { about, path, wholeNumber } from './key-schemas.ts'
import { secretReference } from './secret-reference.ts'
import { KIND, sourceCommon } from './source-common.ts'

/** What only this machine can hear. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/

export const dropFolder = z.string().regex(/^\//, 'must be a path from the root like /srv/drop').max(4_096).optional().meta(about(
  'a folder whose files are taken, each whole and once, whatever it is called; instead of a server', 'path', 'none', 'a mount or another program can bring them'))

export const everySeconds = wholeNumber(1, 86_400)

/** A source of kind `mailbox`: a mailbox on an IMAP server, or a folder in which mails and reports are put. */
export const mailboxSource = z.strictObject({
  ...sourceCommon,
  kind: z.literal('mailbox').meta(KIND),
  host: z.string().min(1).max(253).optional().meta(about('the IMAP server', 'host name', 'none: `folder` is taken', 'only you know yours')),
  port: wholeNumber(1, 65_535).optional().meta(about('its port', 'port', '993 with `security: tls`, else 143', 'as registered')),
  security: z.enum(['tls', 'starttls', 'none'], 'must be tls, starttls or none').default('tls').meta(about(
    '`tls`: TLS from the first byte; `starttls`: the connection must change to TLS; `none`: in the clear, to this machine alone', '', 'tls', 'a password does not go in the clear (RFC 8314)')),
  authority: path.optional().meta(about(
    'authorities in PEM that the certificate of the server is checked against; relative paths start at the file\'s own folder', 'path', 'those of the system', 'a server of one\'s own often has a certificate of one\'s own')),
  user: z.string().min(1).max(500).optional().meta(about('the name to sign in with', 'name', 'must be given with `host`', '')),
  password: secretReference.optional().meta(about('where the password stands: `{env: NAME}` or `{file: PATH}`', '', 'must be given with `host`, or `token`', 'secrets do not belong in a file that is shared')),
  token: secretReference.optional().meta(about('where an access token of OAuth 2.0 stands that another program renews; instead of a password', '', 'none', 'some providers take no password')),
  mailbox: z.string().min(1).max(500).default('INBOX').meta(about('the mailbox that is read', 'name', 'INBOX', 'where mail arrives')),
  markSeen: z.boolean().default(false).meta(about('whether a mail that was taken is marked as read', '', 'false: nothing is changed on the server', 'people read it too')),
  folder: dropFolder,
  moveTo: z.string().min(1).max(4_096).optional().meta(about('where goes what was taken: a mailbox of the same account, or a folder', 'mailbox or path', 'none: it stays', 'nothing is changed until you want it')),
  everySeconds: everySeconds.default(60).meta(about(
    'time between two looks; a server that tells of new mail (IDLE) is not asked before', 'seconds', '60; a folder every 2', 'notices are read by people within the hour')),
  mostMb: wholeNumber(1, 64).default(64).meta(about('size of one content above which it is not taken but told', 'MB', '64; `pull`: 1024', 'providers refuse mail of more than 50 MB')),
}).superRefine(({ host, folder, user, password, token, security, moveTo, markSeen }, context) => {
  const wrong = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
  if ((host === undefined) === (folder === undefined)) return wrong('host', 'must be given, or `folder`; one of them')
  if (host !== undefined && user === undefined) wrong('user', 'must be given with host')
  if (host !== undefined && (password === undefined) === (token === undefined)) wrong('password', 'must be given with host, or `token`; one of them')
  if (host !== undefined && security === 'none' && !LOOPBACK.test(host)) wrong('security', 'must be tls or starttls: a password does not go in the clear')
  if (moveTo !== undefined && markSeen) wrong('markSeen', 'cannot be with moveTo: one of them')
  if (folder !== undefined && moveTo !== undefined && !moveTo.startsWith('/')) wrong('moveTo', 'must be a path from the root')
})

export type MailboxConfiguration = z.infer<typeof mailboxSource>
