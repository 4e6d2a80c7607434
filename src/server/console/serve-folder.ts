import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { PAGE_POLICY } from '../secure-headers.ts'

type Encoding = 'br' | 'gzip'

interface Served {
  readonly bytes: Buffer
  readonly packed: ReadonlyMap<Encoding, Buffer>
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Serves a built console from memory: what is served is what lay in the folder when it was read, so no path can lead anywhere else.
 * Unknown paths without a file ending are pages of the console, which finds its own way.
 */
export function serveFolder(folder: string): (request: Request) => Promise<Response | null> {
  const files = new Map<string, Served>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length).replaceAll('\\', '/')
    files.set(name, served(name, readFileSync(path)))
  }
  return async request => {
    const { pathname } = new URL(request.url)
    const found = files.get(pathname) ?? (extname(pathname) === '' ? files.get('/index.html') : undefined)
    if (found === undefined) return null
    const { bytes, packed, headers } = found
    if (request.headers.get('if-none-match') === headers['etag']) return new Response(null, { status: 304, headers })
    const encoding = preferred(request.headers.get('accept-encoding') ?? '', packed)
    const body = encoding === undefined ? bytes : packed.get(encoding)!
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
      headers: { ...headers, 'content-length': String(body.length), ...(encoding === undefined ? {} : { 'content-encoding': encoding }) },
    })
  }
}

function served(name: string, bytes: Buffer): Served {
  const type = TYPES[extname(name)] ?? 'application/octet-stream'
  const packed = new Map<Encoding, Buffer>()
  if (/^(?:text\/|application\/(?:json|manifest)|image\/svg)/.test(type) && bytes.length > SMALLEST_PACKED) {
    packed.set('br', brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: PACK_QUALITY } })).set('gzip', gzipSync(bytes))
  }
  return {
    bytes,
    packed,
    headers: {
      'content-type': type,
      'etag': `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      'vary': 'accept-encoding',
      // Names under assets/ carry the hash of their content; every other file is asked for anew.
      'cache-control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': PAGE_POLICY,
    },
  }
}

function preferred(header: string, packed: Served['packed']): Encoding | undefined {
  const accepted = header.slice(0, 200).toLowerCase()
  return ([...packed.keys()]).find(encoding => new RegExp(`(?:^|[,\\s])${encoding}(?!\\s*;\\s*q=0(?:\\.0*)?(?:$|[,\\s]))`).test(accepted))
}

/** Bytes below which packing gains nothing. */
const SMALLEST_PACKED = 1_024

/** Of brotli: nearly as small as 11, in a twentieth of the time, which counts at every start. */
const PACK_QUALITY = 5

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}
