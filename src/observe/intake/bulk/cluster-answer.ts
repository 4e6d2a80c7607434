import { ELASTICSEARCH_VERSION } from '../defaults.ts'

/**
 * What a shipper asks of a cluster before it sends, answered so that it goes on: version, licence and health; templates, policies, pipelines
 * and data streams are set up by whoever wants to (`PUT` is acknowledged, and nothing kept), are there when asked by `HEAD`, and absent by `GET`.
 */
export function clusterAnswer(method: string, path: string): { readonly status: number; readonly body: string } {
  const name = path.replace(/\/+$/, '')
  if (method === 'HEAD') return { status: 200, body: '' }
  if (method === 'PUT' || method === 'POST') return SET_UP.test(name) ? ok({ acknowledged: true }) : unknown(method, path)
  if (method === 'DELETE') return unknown(method, path)
  const fixed = ANSWERS[name]
  if (fixed !== undefined) return ok(fixed)
  if (name.startsWith('/_cluster/health')) return ok(HEALTH)
  if (name.startsWith('/_nodes')) return ok({ _nodes: { total: 1, successful: 1, failed: 0 }, cluster_name: CLUSTER, nodes: {} })
  return SET_UP.test(name) ? { status: 404, body: JSON.stringify({ error: { type: 'resource_not_found_exception', reason: `${name} is not there` }, status: 404 }) }
    : unknown(method, path)
}

const CLUSTER = 'noroshi'

/** What is set up before logs are sent. */
const SET_UP = /^\/(?:_ilm|_index_template|_component_template|_template|_ingest|_data_stream|_alias|_enrich|_slm|_logstash|_security|[^/_][^/]*)(?:\/|$)/

const HEALTH = {
  cluster_name: CLUSTER, status: 'green', timed_out: false, number_of_nodes: 1, number_of_data_nodes: 1, active_primary_shards: 1, active_shards: 1,
  relocating_shards: 0, initializing_shards: 0, unassigned_shards: 0, delayed_unassigned_shards: 0, number_of_pending_tasks: 0,
  number_of_in_flight_fetch: 0, task_max_waiting_in_queue_millis: 0, active_shards_percent_as_number: 100,
}

/** Old clients look for the line, new ones for the header. */
const TAGLINE = 'You Know, for Search'

const LICENSE = { status: 'active', uid: 'noroshi', type: 'basic', mode: 'basic', issue_date_in_millis: 0, max_nodes: 1000, issued_to: CLUSTER, issuer: CLUSTER }

const ANSWERS: Readonly<Record<string, object>> = {
  '': {
    name: CLUSTER,
    cluster_name: CLUSTER,
    cluster_uuid: 'noroshi',
    version: {
      number: ELASTICSEARCH_VERSION, build_flavor: 'default', build_type: 'tar', build_snapshot: false,
      minimum_wire_compatibility_version: '8.19.0', minimum_index_compatibility_version: '8.0.0',
    },
    tagline: TAGLINE,
  },
  '/_license': { license: LICENSE },
  '/_xpack': {
    license: { uid: LICENSE.uid, type: 'basic', mode: 'basic', status: 'active' },
    features: { ilm: { available: true, enabled: true }, security: { available: true, enabled: true }, monitoring: { available: false, enabled: false } },
    tagline: TAGLINE,
  },
  '/_xpack/license': { license: LICENSE },
  '/_cluster/settings': { persistent: {}, transient: {} },
  '/_cat/indices': [],
}

function ok(body: object): { readonly status: number; readonly body: string } {
  return { status: 200, body: JSON.stringify(body) }
}

function unknown(method: string, path: string): { readonly status: number; readonly body: string } {
  const reason = `no handler found for uri [${path}] and method [${method}]`
  return { status: 400, body: JSON.stringify({ error: { type: 'illegal_argument_exception', reason }, status: 400 }) }
}
