import { z } from '@hono/zod-openapi'
import { figuresCsv } from '../../../observe/telescope/figures/figures-csv.ts'
import { figuresPage } from '../../../observe/telescope/figures/figures-page.ts'
import type { Figures } from '../../../observe/telescope/figures/figures-schema.ts'
import { figuresSchema } from '../../../observe/telescope/figures/figures-schema.ts'
import { lastingCampaigns } from '../../../observe/telescope/figures/lasting-campaigns.ts'
import { renameFamilies } from '../../../observe/telescope/figures/rename-families.ts'
import { openGeo } from '../../../observe/telescope/geo/geo.ts'
import type { Ledger } from '../../../store/ledger/ledger.ts'
import { lastFigures } from '../../../store/telescope/figures-store.ts'
import { fingerprintNames } from '../../../store/telescope/fingerprint-names.ts'
import type { Services } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { publicRoute, route } from '../../route.ts'
import { LOOK } from '../rights.ts'
import { MOST_DAYS, PUBLIC_PAGE_MS } from './defaults.ts'

const days = z.coerce.number().int().min(1).max(MOST_DAYS).default(7).describe('the last so many that have figures')

const figuresRoute = route({
  method: 'get', path: '/telescope/figures', access: LOOK,
  summary: 'Figures of the last days: infected hosts by family, country and network, ports, survey scanners, victims; the last day until some minutes ago',
  query: z.object({ days, format: z.enum(['json', 'csv', 'html']).default('json').describe('html: a page for the public'), language: z.enum(['en', 'ja']).optional().describe('of the page') }),
  answer: figuresSchema,
}, async ({ query }, { services, store, language }) => {
  // The sensor is the installation's own: other organisations do not see it.
  const isAtHome = store.ledger.organisation === services.store.ledger.organisation
  const figures = isAtHome ? await storedFigures(services, query.days) : { days: [], campaigns: [], attributions: [] }
  if (query.format === 'html') return page(figuresPage(figures, query.language ?? language))
  if (query.format === 'json') return figures
  return new Response([...figuresCsv(figures)].join(''), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="telescope.csv"' } })
})

/** By language; for all who ask. */
const shown = new WeakMap<Services, Map<string, { readonly at: number, readonly text: Promise<string> }>>()

const publicPageRoute = publicRoute({
  method: 'get', path: '/telescope/public', summary: 'The page of figures for the public, where telescope.publish is set',
  access: { public: 'what it shows is meant for everybody, once noroshi.yaml says so' }, query: z.object({ language: z.enum(['en', 'ja']).optional() }), media: 'text/html',
}, async ({ query }, { services, language }) => {
  if (services.telescope?.isPublished !== true) throw new ApiError('not-found')
  const wanted = query.language ?? language
  const kept = shown.get(services) ?? new Map<string, { readonly at: number, readonly text: Promise<string> }>()
  shown.set(services, kept)
  const now = services.now()
  const before = kept.get(wanted)
  if (before !== undefined && now - before.at < PUBLIC_PAGE_MS) return page(await before.text)
  const text = storedFigures(services, MOST_DAYS).then(figures => figuresPage(figures, wanted))
  text.catch(() => kept.delete(wanted))
  kept.set(wanted, { at: now, text })
  return page(await text)
})

async function storedFigures({ store: { ledger } }: Services, most: number): Promise<Figures> {
  const known = (await lastFigures(ledger, most)).flatMap(each => figuresSchema.shape.days.element.safeParse(each).data ?? [])
  // Whose tables they are must be named wherever what was looked up in them is shown.
  const attributions = openGeo({}).attributions.map(each => ({ ...each }))
  return renameFamilies({ days: known, campaigns: lastingCampaigns(known), attributions }, await namesOf(ledger))
}

async function namesOf(ledger: Ledger): Promise<ReadonlyMap<string, string>> {
  return new Map((await fingerprintNames(ledger)).map(({ fingerprint, name }) => [fingerprint, name]))
}

/** The page brings its style along, and nothing else: its own policy says the same. */
const POLICY = 'default-src \'none\'; style-src \'unsafe-inline\'; frame-ancestors \'none\'; base-uri \'none\'; form-action \'none\''

function page(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY } })
}

export const figuresRoutes: readonly ServerRoute[] = [figuresRoute, publicPageRoute]
