import { isEnglish, splitIntoWords } from './english.ts'

/** `system_prompt`, `ignore.all.previous.rules`: names of words. */
const NAME = /(?<![\w@/.\\-])[a-z]{1,24}(?:([_.-])[a-z]{1,24})(?:\1[a-z]{1,24})+(?![\w@(=/[-]|\.\w)/g
const CAMEL = /(?<![\w@/.\\$-])[A-Za-z][a-z]{0,23}(?:[A-Z][a-z]{1,23}){2,}(?![\w@(=/[-]|\.\w)/g
/** Words without anything between them. */
const TOGETHER = /(?<![\w@/.\\-])[a-z]{18,80}(?![\w@(=/-])/g
/** What only programs have. */
const PROGRAM = /[{};]\s*(?:\n|$)|\(\)|=>|==|::/
/** Shorter ones are names of things: `state-of-the-art`, `FileExistsError`. */
const NAME_LETTERS = 18

/** Names made of words (`bypass_safety_checks`, `ignore.all.previous.rules`) as these words; those of programs stay. */
export function splitNames(text: string): string {
  if (PROGRAM.test(text)) return text
  return text.replace(NAME, (name, sign: string) => {
    const parts = name.split(sign)
    if (!parts.every(isEnglish)) return name
    return sign === '_' || (parts.length > 3 && name.length >= NAME_LETTERS) ? parts.join(' ') : name
  }).replace(TOGETHER, run => {
    const parts = splitIntoWords(run) ?? []
    return parts.length > 2 && parts.every(isEnglish) ? parts.join(' ') : run
  })
}

/** `IgnoreAllPreviousRules` as words, which needs its capitals. */
export function splitCamelCase(text: string): string {
  if (PROGRAM.test(text)) return text
  return text.replace(CAMEL, name => {
    const parts = name.match(/[A-Z]?[a-z]+|[A-Z]/g) ?? []
    return name.length >= NAME_LETTERS && parts.every(part => isEnglish(part.toLowerCase())) ? parts.join(' ') : name
  })
}
