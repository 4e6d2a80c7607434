import * as z from 'zod'

const texts = z.array(z.string())
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)

export const incidentSchema = z.strictObject({
  incident: z.strictObject({
    'incident_id': z.null().describe('the database gives it'), 'title': z.string(), 'description': z.string(), 'date': day, 'Alleged deployer of AI system': texts, 'Alleged developer of AI system': texts,
    'Alleged harmed or nearly harmed parties': texts, 'implicated_systems': texts, 'editors': texts, 'reports': z.array(z.int()), 'editor_notes': z.string(), 'flagged_dissimilar_incidents': z.array(z.int()),
  }).describe('a row of `incidents` of the AI Incident Database; who is concerned stands there by id'),
  report: z.strictObject({
    report_number: z.null().describe('the database gives it'), title: z.string(), authors: texts, submitters: texts, date_published: day, date_downloaded: day, date_submitted: day, date_modified: day,
    epoch_date_published: z.int(), epoch_date_downloaded: z.int(), epoch_date_submitted: z.int(), epoch_date_modified: z.int(), image_url: z.string(), cloudinary_id: z.string(), source_domain: z.string(), url: z.string(), language: z.literal('en'), text: z.string(), plain_text: z.string(),
    tags: texts, is_incident_report: z.boolean(),
  }).describe('a row of its `reports`; what is empty only people know'),
  entities: z.array(z.strictObject({ entity_id: z.string(), name: z.string() })).describe('who the ids are'),
  techniques: z.array(z.strictObject({ id: z.string(), name: z.string(), tactics: texts, rules: texts, events: z.int().min(0) })).describe('of MITRE ATLAS'),
  case: z.string().describe('not for the database'),
}).meta({ title: 'An AI incident', description: '`noroshi ai incident CASE --json`: a case in the shape of the AI Incident Database' })
