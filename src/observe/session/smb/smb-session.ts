import { DceRpcCalls, startsDceRpc } from '../dce-rpc/dce-rpc-calls.ts'
import { MAX_SMB_OPEN } from '../defaults.ts'
import type { Flow } from '../flow.ts'
import { sessionEvent } from '../session-event.ts'
import type { SessionValue } from '../session-event.ts'
import type { SessionContext } from '../stream-protocol.ts'
import { readNtlm } from './ntlm-message.ts'
import type { NtlmNames } from './ntlm-message.ts'
import { smbStatusName } from './smb-names.ts'

/** What is known of one SMB connection, whichever version it speaks, and what is told of it in the words of Zeek's logs. */
export class SmbSession {
  readonly #flow: Flow
  readonly #context: SessionContext
  readonly #version: 'SMB1' | 'SMB2'
  /** Shares by their number, and files by their handle. */
  readonly #shares = new Map<number, { readonly path: string, readonly type: string }>()
  readonly #files = new Map<string, OpenFile>()
  #ntlm: NtlmNames = {}

  constructor(flow: Flow, context: SessionContext, version: 'SMB1' | 'SMB2') {
    this.#flow = flow
    this.#context = context
    this.#version = version
  }

  /** As Zeek's `smb_cmd.log`; `dialect` is an addition. */
  negotiated(time: number, status: number, dialect: string | undefined): void {
    this.#tell('smb_cmd', time, { command: 'NEGOTIATE', dialect, status: smbStatusName(status), version: this.#version })
  }

  /** A token that the client sends. */
  signsIn(token: Uint8Array): void {
    const message = readNtlm(token)
    if (message?.type === 3) this.#ntlm = { ...this.#ntlm, ...message.names }
  }

  /** What the server answers to a token; signing in goes on while it asks for more. */
  answered(time: number, status: number, token: Uint8Array): void {
    const message = readNtlm(token)
    if (message?.type === 2) this.#ntlm = { ...message.names, ...this.#ntlm }
    if (status === MORE || this.#ntlm.username === undefined) return
    this.#tell('ntlm', time, { ...this.#ntlm, success: status === 0 })
    this.#ntlm = {}
  }

  connected(time: number, share: number, path: string, type: string, fileSystem?: string): void {
    if (this.#shares.size >= MAX_SMB_OPEN) this.#shares.clear()
    this.#shares.set(share, { path, type })
    this.#tell('smb_mapping', time, { path, native_file_system: fileSystem, share_type: type })
  }

  opened(time: number, share: number, handle: string, name: string, size: number | undefined, deletes: boolean): void {
    if (this.#files.size >= MAX_SMB_OPEN) this.#files.clear()
    this.#files.set(handle, { name, share })
    this.#file(time, this.#isPipe(share) ? 'PIPE_OPEN' : 'FILE_OPEN', share, name, { size })
    if (deletes) this.#file(time, 'FILE_DELETE', share, name, {})
  }

  /** What a client writes to a pipe: a packet of DCE/RPC, perhaps. */
  written(time: number, handle: string, bytes: Buffer): void {
    const file = this.#files.get(handle)
    if (file === undefined || !this.#isPipe(file.share) || !startsDceRpc(bytes)) return
    file.calls ??= new DceRpcCalls()
    const call = file.calls.accept(bytes)
    if (call !== null) this.#tell('dce_rpc', time, { named_pipe: file.name, ...call })
  }

  closed(handle: string): void {
    this.#files.delete(handle)
  }

  renamed(time: number, handle: string, to: string): void {
    const file = this.#files.get(handle)
    if (file !== undefined) this.#file(time, 'FILE_RENAME', file.share, to, { prev_name: file.name })
  }

  deleted(time: number, handle: string): void {
    const file = this.#files.get(handle)
    if (file !== undefined) this.#file(time, 'FILE_DELETE', file.share, file.name, {})
  }

  #isPipe(share: number): boolean {
    const known = this.#shares.get(share)
    return known?.type === 'PIPE' || /\\ipc\$$/i.test(known?.path ?? '')
  }

  #file(time: number, action: string, share: number, name: string, rest: Readonly<Record<string, SessionValue | undefined>>): void {
    this.#tell('smb_files', time, { action: `SMB::${action}`, path: this.#shares.get(share)?.path, name: name === '' ? '<share_root>' : name, ...rest })
  }

  #tell(path: string, time: number, values: Readonly<Record<string, SessionValue | undefined>>): void {
    this.#context.emit(sessionEvent(this.#flow, path, time, values))
  }
}

interface OpenFile {
  readonly name: string
  readonly share: number
  calls?: DceRpcCalls
}

const MORE = 0xc0000016
