/**
 * Empties every list of tokens with their probabilities: what was taken out of a text stands there once more, also in pieces and as bytes.
 *
 * @param body an answer, or an event of a stream
 * @returns whether there was one
 */
export function blankLogprobs(body: object): boolean {
  let isChanged = false
  const waiting: object[] = [body]
  for (let holder = waiting.pop(); holder !== undefined; holder = waiting.pop()) {
    for (const [name, value] of Object.entries(holder) as [string, unknown][]) {
      if (typeof value !== 'object' || value === null) continue
      if (name !== 'logprobs') {
        waiting.push(value)
        continue
      }
      // Null is what stands there when nobody asks for them; of OpenAI's responses an empty list.
      Object.assign(holder, { [name]: Array.isArray(value) ? [] : null })
      isChanged ||= !Array.isArray(value) || value.length > 0
    }
  }
  return isChanged
}
