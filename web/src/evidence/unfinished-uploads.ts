/** Which upload a file was being sent as, kept in the browser: chosen again after a reload, the same file goes on where it was. */

export function rememberUpload(name: string, file: File, id: string): void {
  localStorage.setItem(place(name, file), id)
}

export function recallUpload(name: string, file: File): string | null {
  return localStorage.getItem(place(name, file))
}

export function forgetUpload(name: string, file: File): void {
  localStorage.removeItem(place(name, file))
}

/** The same name, size and time of change: the same file, as far as a page can know. The server compares hashes later. */
function place(name: string, { size, lastModified }: File): string {
  return `noroshi.upload.${name}.${size}.${lastModified}`
}
