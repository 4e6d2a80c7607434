import type { Said } from './dialogue.ts'

/** A packet of SMB 2 in its frame: header fields that matter, then the rest. */
export function smb2(command: number, isAnswer: boolean, id: number, rest: Buffer, { status = 0, tree = 1 } = {}): string {
  const header = Buffer.alloc(64)
  header.write('\xfeSMB', 'latin1')
  header.writeUInt16LE(64, 4)
  header.writeUInt32LE(status, 8)
  header.writeUInt16LE(command, 12)
  header.writeUInt32LE(isAnswer ? 1 : 0, 16)
  header.writeUInt32LE(id, 24)
  header.writeUInt32LE(tree, 36)
  const frame = Buffer.alloc(4)
  frame.writeUInt32BE(64 + rest.length)
  return Buffer.concat([frame, header, rest]).toString('latin1')
}

/** What asks for a share. */
export function treeConnect(path: string): Buffer {
  const text = Buffer.from(path, 'utf16le')
  const body = Buffer.alloc(8)
  body.writeUInt16LE(72, 4)
  body.writeUInt16LE(text.length, 6)
  return Buffer.concat([body, text])
}

/** What asks for a file. */
export function create(name: string): Buffer {
  const text = Buffer.from(name, 'utf16le')
  const body = Buffer.alloc(56)
  body.writeUInt16LE(120, 44)
  body.writeUInt16LE(text.length, 46)
  return Buffer.concat([body, text])
}

/** A pipe of the share IPC$ is opened. */
export function pipeOpened(name: string): Said {
  const share = Buffer.alloc(16)
  share[2] = 2
  return [
    ['client', smb2(3, false, 1, treeConnect('\\\\10.0.0.2\\IPC$'))], ['server', smb2(3, true, 1, share)],
    ['client', smb2(5, false, 2, create(name))], ['server', smb2(5, true, 2, Buffer.alloc(88))],
  ]
}
