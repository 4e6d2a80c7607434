/** A name for the rule set of a file: what the server takes of the file's own name. */
export function setNameOf(file: string): string {
  return file.replace(/(\.(zip|gz|zst|ya?ml|tar))+$/i, '').replace(/[^\p{L}\p{N}._ -]/gu, '-').replace(/^[^\p{L}\p{N}]+/u, '').slice(0, 64)
}
