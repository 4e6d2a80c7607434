/** The line, from 1, at which each object of a JSON value begins. Empty where the text repeats a name within one object: then nobody can say which is which. */
export function linesOfObjects(text: string, value: unknown): Map<object, number> {
  const lines: number[] = []
  let line = 1
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '\n') line++
    else if (letter === '{') lines.push(line)
    else if (letter === '"') for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++
  }
  const objects: object[] = []
  // In the order of the text; a stack, since a file decides how deep it goes.
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    if (!Array.isArray(next)) objects.push(next)
    waiting.push(...Object.values(next).toReversed())
  }
  return objects.length === lines.length ? new Map(objects.map((object, index) => [object, lines[index]!])) : new Map()
}
