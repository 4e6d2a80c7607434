const ROWS = ['`1234567890-=', 'qwertyuiop[]\\', 'asdfghjkl;\'', 'zxcvbnm,./']

/** Texts typed with the hands one key too far to the right, or to the left, on an American keyboard, as they were meant. */
export const KEY_SHIFTS: readonly ((text: string) => string)[] = [-1, 1].map(distance => {
  const meant = new Map(ROWS.flatMap((row, index) => [...row].flatMap((key, place) => {
    const other = row[place + distance]
    // Digits and their row stay: who shifts letters leaves numbers.
    return index === 0 || other === undefined ? [] : [[key, other] as const]
  })))
  return text => {
    let moved = ''
    for (const key of text) moved += meant.get(key) ?? key
    return moved
  }
})
