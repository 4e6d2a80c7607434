import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { GuardReason } from '../../judge/verdict.ts'
import { MOST_FILE_BYTES } from '../defaults.ts'

export type FileRead = { readonly bytes: Buffer } | { readonly reason: GuardReason }

/** The whole of a file within the limit. A pipe or a device, which may never end, is none. */
export function readFile(path: string): FileRead {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    return { reason: { en: `it cannot be read${code === '' ? '' : ` (${code})`}`, ja: `読めない${code === '' ? '' : `（${code}）`}` } }
  }
  try {
    if (!fstatSync(descriptor).isFile()) return { reason: { en: 'it is no file', ja: '通常のファイルではない' } }
    const bytes = Buffer.alloc(Math.min(fstatSync(descriptor).size, MOST_FILE_BYTES) + 1)
    let filled = 0
    for (let read = -1; read !== 0 && filled < bytes.length; filled += read) read = readSync(descriptor, bytes, filled, bytes.length - filled, filled)
    return filled > MOST_FILE_BYTES ? { reason: { en: `it is larger than ${MOST_FILE_BYTES} bytes`, ja: `${MOST_FILE_BYTES} バイトを超えている` } } : { bytes: bytes.subarray(0, filled) }
  } finally {
    closeSync(descriptor)
  }
}

/** As text: UTF-8, or UTF-16 where it begins so, as what Windows writes does. */
export function textOf(bytes: Buffer): string {
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8', { ignoreBOM: true }).decode(bytes)
}

/** Whether a machine runs it as it is: ELF, Mach-O, Windows, Java, WebAssembly; or it is no text. */
export function isProgram(bytes: Buffer): boolean {
  return bytes.subarray(0, 8_000).includes(0) && !(bytes[0] === 0xff && bytes[1] === 0xfe) && !(bytes[0] === 0xfe && bytes[1] === 0xff)
}
