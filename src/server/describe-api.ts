import type { RouteConfig } from '@hono/zod-openapi'
import { createRoute, OpenAPIHono } from '@hono/zod-openapi'
import { apiErrorSchema } from './errors/api-error.ts'
import { API_ERRORS } from './errors/catalogue.ts'
import type { ServerRoute } from './route.ts'

/** The OpenAPI 3.1 document of these routes; each operation carries its rules as `x-access`. */
export function describeApi(routes: readonly ServerRoute[], version: string): object {
  const registry = new OpenAPIHono()
  registry.openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'noroshi' })
  registry.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  for (const route of routes) registry.openAPIRegistry.registerPath(createRoute(operation(route)))
  return registry.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Noroshi', version, description: 'Evidence in, explained cases out.', license: { name: 'Apache-2.0' } },
    servers: [{ url: '/api/v1' }],
  })
}

function operation(route: ServerRoute): RouteConfig {
  const { method, path, summary, access, params, query, headers, body, bytes, answer, media, status = 200 } = route
  const content = body !== undefined ? { 'application/json': { schema: body } }
    : bytes !== undefined ? { [bytes.mediaType]: { schema: { type: 'string' as const, format: 'binary' } } } : undefined
  return {
    method,
    path,
    summary,
    operationId: operationId(route),
    security: 'public' in access ? [] : [{ session: [] }, { token: [access.scope] }],
    'x-access': access,
    request: {
      ...(params === undefined ? {} : { params }),
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { headers }),
      ...(content === undefined ? {} : { body: { content, required: true } }),
    },
    responses: {
      [answer === undefined && media === undefined ? 204 : status]: {
        description: 'Done',
        ...(answer !== undefined ? { content: { 'application/json': { schema: answer } } }
          : media !== undefined ? { content: { [media]: { schema: { type: 'string' as const, format: 'binary' } } } } : {}),
      },
      default: { description: `Refused: ${Object.keys(API_ERRORS).join(', ')}`, content: { 'application/json': { schema: apiErrorSchema } } },
    },
  }
}

/** `getCasesId`: unique, since method and path are. */
function operationId({ method, path }: ServerRoute): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter(word => word !== '')
  return [method, ...words.map(word => word[0]!.toUpperCase() + word.slice(1))].join('')
}
