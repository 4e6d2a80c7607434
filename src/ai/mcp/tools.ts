import * as z from 'zod'

/** A question to the HTTP API. */
export interface ApiQuestion {
  readonly method: 'GET' | 'POST'
  /** With its query, from `/api/v1` on. */
  readonly path: string
  readonly body?: unknown
}

/** Something that an assistant may ask; none changes anything. */
export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly inputSchema: unknown
  /** @throws ZodError for arguments that are none */
  question(given: unknown): ApiQuestion
}

function tool<Shape extends z.ZodRawShape>(
  name: string, { title, description, takes }: { readonly title: string; readonly description: string; readonly takes: Shape }, ask: (given: z.infer<z.ZodObject<Shape>>) => ApiQuestion,
): Tool {
  const schema = z.strictObject(takes)
  return { name, title, description, inputSchema: z.toJSONSchema(schema, { io: 'input' }), question: given => ask(schema.parse(given) as z.infer<z.ZodObject<Shape>>) }
}

const limit = z.int().min(1).max(100).default(20).describe('how many at most')
const id = z.string().regex(/^[0-9a-f]{4,64}$/).describe('as a list or another answer gives it')
const get = (path: string, query: Readonly<Record<string, string | number | undefined>> = {}): ApiQuestion => {
  const stated = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') stated.set(name, String(value))
  return { method: 'GET', path: stated.size === 0 ? path : `${path}?${String(stated)}` }
}

export const TOOLS: readonly Tool[] = [
  tool('list_cases', {
    title: 'Cases', description: 'The queue of cases, the most urgent first: id, title, priority, severity, status.',
    takes: {
      status: z.string().max(200).optional().describe('new, open, closed, …; several with commas'),
      minPriority: z.int().min(0).max(100).optional(), text: z.string().max(1_000).optional().describe('somewhere in the title or an entity'), limit,
    },
  }, ({ status, minPriority, text, limit: most }) => get('/cases', { status, minPriority, q: text, limit: most })),
  tool('get_case', { title: 'A case', description: 'One case: why it is there, how its priority adds up, its findings, what to check next, what people entered.', takes: { id } }, given => get(`/cases/${given.id}`)),
  tool('case_timeline', { title: 'Timeline of a case', description: 'The events behind a case, by time.', takes: { id, limit } }, given => get(`/cases/${given.id}/timeline`, { limit: given.limit })),
  tool('get_finding', { title: 'A finding', description: 'One finding: its rule, its reason, its events.', takes: { id } }, given => get(`/findings/${given.id}`)),
  tool('get_event', { title: 'An event', description: 'One event with all its fields. Written down in the audit trail.', takes: { id } }, given => get(`/events/${given.id}`)),
  tool('hunt', {
    title: 'Hunt', description: 'Searches all stored events in the hunt language: field:value, ranges, wildcards, CIDR, and/or/not, "free text"; | count by field, | top 10 field, | timechart. Written down in the audit trail.',
    takes: {
      query: z.string().min(1).max(10_000), limit,
      from: z.string().max(40).optional().describe('only events from this time, ISO 8601'), to: z.string().max(40).optional().describe('only events before this time, ISO 8601'),
    },
  }, ({ query, limit: most, from, to }) => ({ method: 'POST', path: '/hunts', body: { query, limit: most, want: 'events', ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } })),
  tool('who', {
    title: 'Whose address', description: 'Whose an IP address was at a time: translation, lease, machine, person, place and owner, each with its log line.',
    takes: { address: z.string().regex(/^[0-9A-Fa-f:.]{2,45}$/), at: z.string().max(40).optional().describe('ISO 8601; now when absent') },
  }, ({ address, at }) => get(`/who/${encodeURIComponent(address)}`, { at })),
  tool('list_rules', {
    title: 'Rules', description: 'The detection rules that are loaded, with what they found.', takes: { text: z.string().max(200).optional().describe('somewhere in the title'), limit },
  }, ({ text, limit: most }) => get('/rules', { q: text, limit: most })),
]
