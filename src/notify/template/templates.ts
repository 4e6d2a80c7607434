import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { parseYamlFiles } from '../../pipeline/yaml-files.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'

const words = z.strictObject({
  subject: z.string().min(1).max(300),
  opening: z.string().min(1).max(4_000),
  /** What the recipient is asked to do, in this order. */
  steps: z.array(z.string().min(1).max(2_000)).max(20).default([]),
})

/** The words of one kind of message; `{name}` stands for data, see {@link PLACEHOLDERS}. */
export const templateSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/),
  /** For whom and when: shown in lists. */
  about: z.string().min(1).max(300),
  en: words,
  ja: words,
})

export type Template = z.infer<typeof templateSchema>

/** What words may speak of. */
export const PLACEHOLDERS = ['title', 'subjects', 'severity', 'priority', 'organisation', 'recipient', 'case'] as const

export type Placeholder = (typeof PLACEHOLDERS)[number]

const OURS = join(import.meta.dirname, 'texts')

/** All templates by name: ours, and those of a folder of the installation, which go before ours. @throws NoroshiError `bad-configuration`, naming the file */
export function loadTemplates(folder?: string): ReadonlyMap<string, Template> {
  const templates = [...templatesIn(OURS), ...(folder === undefined ? [] : templatesIn(folder))]
  return new Map(templates.map(template => [template.name, template]))
}

function templatesIn(folder: string): Template[] {
  if (!existsSync(folder)) throw new NoroshiError('bad-configuration', `there is no folder of templates ${folder}`)
  const paths = readdirSync(folder).filter(name => /\.ya?ml$/.test(name)).sort().map(name => join(folder, name))
  return parseYamlFiles(paths, undefined).map(({ path, content, errors: [error] }) => {
    if (error !== undefined) throw new NoroshiError('bad-configuration', `${path}: ${error}`)
    const parsed = templateSchema.safeParse(content)
    if (!parsed.success) throw new NoroshiError('bad-configuration', `${path}: ${z.prettifyError(parsed.error).replaceAll('\n', '; ')}`)
    const strange = placeholdersOf(parsed.data).find(name => !PLACEHOLDERS.some(known => known === name))
    if (strange !== undefined) throw new NoroshiError('bad-configuration', `${path}: {${strange}} stands for nothing; known are ${PLACEHOLDERS.join(', ')}`)
    return parsed.data
  })
}

function placeholdersOf({ en, ja }: Template): string[] {
  return [en, ja].flatMap(({ subject, opening, steps }) => [subject, opening, ...steps]).flatMap(text => [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name))
}

/** Words with their data. Data is put in once: what it says of `{…}` stays as it is. */
export function fillWords(text: string, values: Readonly<Record<Placeholder, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const known = PLACEHOLDERS.find(each => each === name)
    return known === undefined ? whole : values[known]
  })
}
