import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { IS_QUICK } from '../depth.ts'

/** Where Debian puts it. */
const CHROMIUM = '/usr/bin/chromium'

/** Milliseconds that installing it may take. */
const INSTALL_MS = 300_000

/** The browser to test with; null where there is none. Root on Debian gets it, with fonts for Japanese; not for a quick run, which needs none. */
export function chromium(): string | null {
  if (!existsSync(CHROMIUM) && !IS_QUICK && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const apt = (...args: string[]) => spawnSync('apt-get', args, { stdio: 'ignore', timeout: INSTALL_MS }).status
    const install = () => apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk')
    // A new machine knows no packages yet.
    if (install() !== 0) {
      apt('update')
      install()
    }
  }
  return existsSync(CHROMIUM) ? CHROMIUM : null
}
