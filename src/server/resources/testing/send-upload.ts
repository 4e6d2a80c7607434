import { expect } from 'vitest'
import type { Ask } from './open-server.ts'

export interface UploadAnswer {
  readonly id: string
  readonly offset: number
  readonly state: string
  readonly chunkBytes: number
}

/** Of an answer that is to succeed. */
export async function answered<T>(answering: Promise<Response>): Promise<T> {
  const answer = await answering
  const text = await answer.text()
  expect(answer.status, text).toBeLessThan(300)
  return JSON.parse(text) as T
}

export function announce(ask: Ask, name: string, bytes: Uint8Array): Promise<UploadAnswer> {
  return answered(ask('anna', 'POST', '/uploads', { name, bytes: bytes.length, modified: '2026-11-22T00:00:00Z' }))
}

/** Sends what is not there yet, in pieces. */
export async function sendRest(ask: Ask, id: string, bytes: Uint8Array, pieceBytes: number): Promise<UploadAnswer> {
  let upload = await answered<UploadAnswer>(ask('anna', 'GET', `/uploads/${id}`))
  while (upload.offset < bytes.length) {
    const { offset } = upload
    upload = await answered(ask('anna', 'PATCH', `/uploads/${id}`, bytes.subarray(offset, offset + pieceBytes), { headers: { 'upload-offset': String(offset) } }))
  }
  return upload
}

/** Until its job has ended. */
export async function jobEnded<Job extends { readonly state: string }>(ask: Ask, id: string): Promise<Job> {
  for (;;) {
    const job = await answered<Job>(ask('anna', 'GET', `/jobs/${id}`))
    if (!['waiting', 'running', 'folding'].includes(job.state)) return job
    await new Promise(resolve => { setTimeout(resolve, 100) })
  }
}
