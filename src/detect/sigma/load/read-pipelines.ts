import { readFileSync } from 'node:fs'
import { messageOf, NoroshiError } from '../../../platform/noroshi-error.ts'
import { parsePipeline } from '../pipeline/parse-pipeline.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Placeholders } from '../rule/placeholders.ts'
import { parseYaml } from './parse-yaml.ts'

/**
 * Reads pipelines, each a YAML file of one document, and brings them into their order: by priority, then as named.
 *
 * @throws NoroshiError `bad-pipeline` that names every file, place and reason; without a pipeline that was asked for rules mean something else
 */
export function readPipelines(files: readonly string[]): readonly Pipeline[] {
  const pipelines: Pipeline[] = []
  const problems: string[] = []
  for (const file of new Set(files)) {
    const read = readPipeline(file)
    if ('pipeline' in read) pipelines.push(read.pipeline)
    else problems.push(...read.problems.map(problem => `${file}: ${problem}`))
  }
  if (problems.length > 0) throw new NoroshiError('bad-pipeline', problems.join('\n'))
  return pipelines.toSorted((a, b) => a.priority - b.priority)
}

/** The placeholders of all of them; those given go before, and of two pipelines the earlier. */
export function placeholdersOf(pipelines: readonly Pipeline[], given: Placeholders): Placeholders {
  return Object.assign({}, ...pipelines.toReversed().map(({ placeholders }) => placeholders), given) as Placeholders
}

function readPipeline(file: string): ReturnType<typeof parsePipeline> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { problems: [messageOf(error)] }
  }
  const yaml = parseYaml(text)
  if (yaml.kind === 'failed') return { problems: [yaml.reason] }
  return yaml.documents.length === 1 ? parsePipeline(yaml.documents[0], file) : { problems: ['must hold one document'] }
}
