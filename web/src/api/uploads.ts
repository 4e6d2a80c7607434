import { request } from './request.ts'

/** How far the server has it. */
export interface UploadState {
  readonly id: string
  /** Where the next piece begins. */
  readonly offset: number
  readonly bytes: number
  readonly state: 'receiving' | 'received' | 'ingesting' | 'done' | 'failed'
  /** That makes evidence of it. */
  readonly job: string | null
  /** Most bytes of one piece. */
  readonly chunkBytes: number
}

/** @param modifiedMs when the file was last changed: from it a missing year is inferred */
export function startUpload(name: string, bytes: number, modifiedMs: number): Promise<UploadState> {
  return request('/uploads', { method: 'POST', json: { name, bytes, modified: new Date(modifiedMs).toISOString() } })
}

/** After a broken connection, sending goes on from there. */
export function uploadState(id: string): Promise<UploadState> {
  return request(`/uploads/${id}`)
}

export function sendChunk(id: string, offset: number, bytes: Blob, signal: AbortSignal): Promise<UploadState> {
  return request(`/uploads/${id}`, { method: 'PATCH', bytes, headers: { 'Upload-Offset': String(offset) }, signal })
}

export function finishUpload(id: string): Promise<UploadState> {
  return request(`/uploads/${id}/finish`, { method: 'POST' })
}

export function cancelUpload(id: string): Promise<unknown> {
  return request(`/uploads/${id}`, { method: 'DELETE' })
}
