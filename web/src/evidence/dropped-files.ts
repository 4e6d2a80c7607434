import type { DroppedFile } from './uploads.ts'

/** Files of one folder that is dropped; more are better packed into an archive. */
const MOST_FILES = 5_000

/** The files that were dropped, those of folders with their path inside. */
export async function droppedFiles(data: DataTransfer): Promise<readonly DroppedFile[]> {
  const entries = [...data.items].map(item => item.webkitGetAsEntry()).filter(entry => entry !== null)
  if (entries.length === 0) return chosenFiles(data.files)
  const found: DroppedFile[] = []
  for (const entry of entries) await walk(entry, found)
  return found
}

/** The files that were chosen in a dialog. */
export function chosenFiles(files: FileList): readonly DroppedFile[] {
  return [...files].map(file => ({ name: file.webkitRelativePath || file.name, file }))
}

async function walk(entry: FileSystemEntry, found: DroppedFile[]): Promise<void> {
  if (found.length >= MOST_FILES) return
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    found.push({ name: entry.fullPath.replace(/^\//, ''), file })
  } else if (isFolder(entry)) {
    for (const child of await children(entry)) await walk(child, found)
  }
}

/** The browser hands out a hundred at a time. */
async function children(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
