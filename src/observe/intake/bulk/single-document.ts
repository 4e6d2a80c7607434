/** A document sent by itself (`POST /index/_doc`) as a bulk request of one; null when the request is none. */
export function singleDocument(method: string, path: string, content: Buffer): { readonly content: Buffer; readonly index: string } | null {
  const [, index, action, id] = /^\/([^/_][^/]*)\/_(doc|create)(?:\/([^/]+))?\/?$/.exec(path) ?? []
  if (index === undefined || (method !== 'POST' && method !== 'PUT')) return null
  const line = { [action === 'create' ? 'create' : 'index']: { _index: index, ...id === undefined ? {} : { _id: id } } }
  const document = content.map(byte => byte === 0x0a || byte === 0x0d ? 0x20 : byte)
  return { index, content: Buffer.concat([Buffer.from(`${JSON.stringify(line)}\n`), document, Buffer.from('\n')]) }
}
