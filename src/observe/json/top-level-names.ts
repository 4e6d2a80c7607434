/** Whether a record may hold a value at a path, as far as its top-level names tell. False is certain. */
export type MayHold = (path: string) => boolean

/** What is not known may be there. */
export function mayHoldAnything(): boolean {
  return true
}

/** The names of a record on its top level. Records of a log share them, and most paths asked for are absent: the answer is kept. */
export function topLevelNames(names: readonly string[]): MayHold {
  const present = new Set(names.flatMap(name => [name, name.replaceAll(' ', '')]))
  const answers = new Map<string, boolean>()
  return path => {
    let answer = answers.get(path)
    if (answer === undefined) {
      answer = rootsOf(path).some(root => present.has(root))
      answers.set(path, answer)
    }
    return answer
  }
}

/** `a.b.c` may be a member `a`, a member `a.b` or a member `a.b.c`. */
function rootsOf(path: string): string[] {
  const parts = path.split('.')
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'))
}
