import { InvalidArgumentError, Option } from 'commander'
import { systemLanguage } from './system-language.ts'

/** Options that many commands have, in one wording. */

export function languageOption(): Option {
  return new Option('--lang <language>', 'language: en or ja').choices(['en', 'ja']).default(systemLanguage())
}

export function jsonOption(): Option {
  return new Option('--json', 'the same as JSON (docs/schemas)')
}

/** All that are given, in their order. @param withoutAny what holds when none is */
export function repeatedOption(flags: string, description: string, withoutAny: string): Option {
  return new Option(flags, `${description}; may be repeated`).argParser((value: string, before: readonly string[]) => [...before, value]).default([], withoutAny)
}

export function actorOption(): Option {
  return new Option('--actor <name>', 'who does it (default: your user name and this machine)')
}

/** Reads whole numbers up to a thousand million. @throws InvalidArgumentError for others */
export function wholeNumberFrom(least: number): (text: string) => number {
  return text => {
    const number = Number(text)
    if (!Number.isInteger(number) || number < least || number > 1_000_000_000) throw new InvalidArgumentError('give a whole number')
    return number
  }
}
