import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js'
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

/** The files in one ZIP, under their paths within the folder. */
export async function zipOf(folder: string, files: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false })
  for (const file of files) await writer.add(relative(folder, file), new Uint8ArrayReader(new Uint8Array(readFileSync(file))))
  return new Uint8Array(await (await writer.close()).arrayBuffer())
}
