import { attackThresholds } from '../observe/telescope/defaults.ts'
import { DailyFigures } from '../observe/telescope/figures/daily-figures.ts'
import { CARPET_THRESHOLDS } from '../observe/telescope/figures/defaults.ts'
import { figuresCsv } from '../observe/telescope/figures/figures-csv.ts'
import { figuresLines } from '../observe/telescope/figures/figures-lines.ts'
import { figuresPage } from '../observe/telescope/figures/figures-page.ts'
import type { Figures } from '../observe/telescope/figures/figures-schema.ts'
import { openGeo } from '../observe/telescope/geo/geo.ts'
import { readSurveyKnowledge } from '../observe/telescope/survey/read-survey-knowledge.ts'
import { SurveyScanners } from '../observe/telescope/survey/survey-scanners.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { readWatchedCaptures } from './telescope-captures.ts'
import { spaceOf, spaceSize } from '../observe/telescope/watched-space.ts'
import { writeLines } from './write-lines.ts'

export interface FiguresCommandOptions extends CommonOptions {
  readonly space: readonly string[]
  readonly attackPackets: number
  readonly attackSeconds: number
  readonly attackRate: number
  readonly carpetNetwork: number
  readonly carpetSystem: number
  readonly surveys?: string
  readonly names?: string
  readonly countryDatabase?: string
  readonly asnDatabase?: string
  readonly format: 'table' | 'csv' | 'json' | 'html'
  readonly lang: 'en' | 'ja'
}

/** `noroshi telescope figures`: what a day brought, by family, country and network. Exit code 1 when something could not be read. */
export async function printFigures(paths: readonly string[], options: FiguresCommandOptions): Promise<number> {
  const daily = new DailyFigures({
    space: spaceOf(options.space),
    geo: openGeo({ ...readSettings(options).geo, ...options }),
    surveys: new SurveyScanners(readSurveyKnowledge({ list: options.surveys, names: options.names }), spaceSize(options.space)),
    attackThresholds: attackThresholds({ packets: options.attackPackets, seconds: options.attackSeconds, rate: options.attackRate }),
    carpetThresholds: { ...CARPET_THRESHOLDS, networkTargets: options.carpetNetwork, systemTargets: options.carpetSystem },
  })
  const code = await readWatchedCaptures(paths, batch => daily.accept(batch))
  await writeLines(process.stdout, inFormat(daily.figures(), options))
  return code
}

function inFormat(figures: Figures, { format, lang }: FiguresCommandOptions): Iterable<string> {
  switch (format) {
    case 'csv': return figuresCsv(figures)
    case 'json': return [`${JSON.stringify(figures)}\n`]
    case 'html': return [figuresPage(figures, lang)]
    case 'table': return figuresLines(figures, lang)
  }
}
