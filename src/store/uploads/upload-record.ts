import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { replaceFile } from '../custody/replace-file.ts'
import { UPLOAD_MAX_BYTES, UPLOAD_NAME_LENGTH } from './defaults.ts'

/** How far an upload is. `received`: whole and on the disk; from then on it is evidence to be taken in, whatever crashes. */
export const UPLOAD_STATES = ['receiving', 'received', 'ingesting', 'done', 'failed'] as const

export type UploadState = typeof UPLOAD_STATES[number]

/** What is written down of an upload beside its bytes. How many there are is not: the file itself says it, also after a crash. */
export const uploadRecordSchema = z.strictObject({
  id: z.uuid(),
  organisation: z.string(),
  /** Who sends it. */
  person: z.string(),
  /** As the sender calls it; under this path its evidence is shown. */
  name: z.string().min(1).max(UPLOAD_NAME_LENGTH),
  bytes: z.int().min(0).max(UPLOAD_MAX_BYTES),
  /** When the file was last changed where it comes from, milliseconds; null when the sender does not know. */
  modifiedMs: z.number().nullable(),
  state: z.enum(UPLOAD_STATES),
  createdMs: z.number(),
  /** Of the last byte or change of state. */
  changedMs: z.number(),
})

export type UploadRecord = z.infer<typeof uploadRecordSchema>

/** @throws NoroshiError `disk-full`, `data-unusable` */
export function writeUploadRecord(folder: string, record: UploadRecord): Promise<void> {
  return replaceFile(folder, RECORD_FILE, JSON.stringify(record))
}

/** Null for a folder without a whole record: its upload was never acknowledged. */
export async function readUploadRecord(folder: string): Promise<UploadRecord | null> {
  try {
    return uploadRecordSchema.parse(JSON.parse(await readFile(join(folder, RECORD_FILE), 'utf8')))
  } catch {
    return null
  }
}

const RECORD_FILE = 'upload.json'
