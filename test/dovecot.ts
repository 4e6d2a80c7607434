import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './collect-world.ts'

const PROGRAM = '/usr/sbin/dovecot'

/** Whether Debian's dovecot-imapd is there, and may start: it needs root to change to its users. */
export const HAS_DOVECOT = existsSync(PROGRAM) && process.getuid?.() === 0

/** Debian's user `mail`: dovecot gives mail to nobody called root. */
const OWNER = 8

export const MAIL_USER = 'soc@example.jp'
export const MAIL_PASSWORD = 'p"ass\\wörd 7'

/** A real IMAP server on loopback, with one user. */
export interface Dovecot {
  readonly tlsPort: number
  readonly plainPort: number
  /** Puts a mail into the inbox, as a mail server does. */
  deliver(mail: string | Uint8Array): void
  /** File names of the mails in a mailbox of the user. */
  mails(mailbox?: string): string[]
  stop(): Promise<void>
}

/** @param certificate in PEM, with its key; a self-signed one @param settings further lines of its configuration */
export async function startDovecot(folder: string, certificate: { readonly certificate: string; readonly key: string }, settings = ''): Promise<Dovecot> {
  const [tlsPort, plainPort] = [await freePort(), await freePort()]
  const home = join(folder, 'home')
  for (const part of ['', 'Maildir', 'Maildir/tmp', 'Maildir/new', 'Maildir/cur']) {
    mkdirSync(join(home, part))
    chownSync(join(home, part), OWNER, OWNER)
  }
  writeFileSync(join(folder, 'certificate.pem'), certificate.certificate)
  writeFileSync(join(folder, 'key.pem'), certificate.key, { mode: 0o600 })
  writeFileSync(join(folder, 'users'), `${MAIL_USER}:{PLAIN}${MAIL_PASSWORD}:::::\n`)
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'dovecot.conf'), `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${folder}/certificate.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = yes
auth_failure_delay = 0
first_valid_uid = 0
mail_location = maildir:~/Maildir
namespace inbox {
  inbox = yes
  separator = /
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=${OWNER} gid=${OWNER} home=${home}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${plainPort}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
${settings}
`)
  const child = spawn(PROGRAM, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: ['ignore', 'inherit', 'inherit'] })
  await untilOpen(plainPort)
  let number = 0
  return {
    tlsPort, plainPort,
    deliver(mail) {
      const name = `${Date.now()}.${++number}.test`
      writeFileSync(join(home, 'Maildir/tmp', name), mail)
      chownSync(join(home, 'Maildir/tmp', name), OWNER, OWNER)
      renameSync(join(home, 'Maildir/tmp', name), join(home, 'Maildir/new', name))
    },
    mails(mailbox) {
      const at = mailbox === undefined ? join(home, 'Maildir') : join(home, 'Maildir', `.${mailbox}`)
      return ['new', 'cur'].flatMap(part => readdirSync(join(at, part)))
    },
    async stop() {
      if (child.exitCode !== null) return
      child.kill()
      await once(child, 'exit')
    },
  }
}


async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const isOpen = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true) }).on('error', () => resolve(false))
    })
    if (isOpen) return
    await sleep(50)
  }
  throw new Error('dovecot does not listen')
}
