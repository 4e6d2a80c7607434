/**
 * Whether one of four letters of ASCII is written otherwise in JSON: a control character, a quote or a backslash. It may say so of a letter behind such a one, too.
 * Each byte is subtracted from, so that one below the bound borrows its highest bit (Warren, Hacker's Delight, §6-1).
 *
 * @param word four letters, each below 128
 */
export function hasSpecial(word: number): boolean {
  return (((word - SPACES) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES)) & HIGH_BITS) !== 0
}

const ONES = 0x0101_0101
const SPACES = 0x2020_2020
const QUOTES = 0x2222_2222
const BACKSLASHES = 0x5c5c_5c5c
const HIGH_BITS = 0x8080_8080 | 0
