import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Language } from '../model/reason.ts'
import { makeBundle } from '../platform/bundle/make-bundle.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { formatBytes, ProgressLine } from '../platform/progress-line.ts'
import { builtConsole } from '../server/console/built-console.ts'
import { version } from './version.ts'

/** The clone. */
const ROOT = join(import.meta.dirname, '../..')

/** `noroshi bundle`: an installation archive for a closed network. */
export async function bundle(file: string | undefined, options: { readonly lang: Language }): Promise<number> {
  const words = WORDS[options.lang]
  const out = resolve(file ?? `noroshi-${version()}-linux-${process.arch}.run`)
  if (existsSync(out)) throw new NoroshiError('bundle-failed', `${out} is there already`)
  const progress = new ProgressLine(process.stderr)
  const console = relative(ROOT, await builtConsole(() => process.stderr.write(`${words.building}\n`)))
  try {
    const { bytes, sha256 } = await makeBundle({
      root: ROOT, console, node: process.execPath, version: version(), out, onProgress: done => progress.show(() => words.packing(formatBytes(done))),
    })
    progress.clear()
    process.stdout.write(words.made(out, formatBytes(bytes), sha256))
    return 0
  } finally {
    progress.clear()
  }
}

const WORDS = {
  en: {
    building: 'building the console',
    packing: (bytes: string) => `packing: ${bytes}`,
    made: (path: string, bytes: string, sha256: string) => `${path} (${bytes})\nSHA-256 ${sha256}\nCarry it over, compare its SHA-256, and install it with: sh ${path.split('/').at(-1)} [FOLDER]\n`,
  },
  ja: {
    building: 'コンソールをビルドしています',
    packing: (bytes: string) => `圧縮中:${bytes}`,
    made: (path: string, bytes: string, sha256: string) => `${path}(${bytes})\nSHA-256 ${sha256}\n移した先で SHA-256 を照合し、次のコマンドでインストールします:sh ${path.split('/').at(-1)} [フォルダー]\n`,
  },
} as const
