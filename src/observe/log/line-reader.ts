import type { LogEvent, LogFormat } from './log-decoder.ts'

/** Reads single lines by the first format that knows them. @param ofProgram reads what a program wrote without the header of a line */
export function lineReader(formats: readonly LogFormat[], ofProgram: (program: string, message: string, date: number) => LogEvent): {
  readLine(line: string, program: string | undefined, date: number): LogEvent | null
} {
  return {
    readLine(line, program, date) {
      const read = formats.find(format => format.isOfFormat(line))?.read(line, date)
      if (read !== undefined && typeof read !== 'string') return read
      return program === undefined ? null : ofProgram(program, line, date)
    },
  }
}
