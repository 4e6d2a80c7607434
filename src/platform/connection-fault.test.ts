import { expect, test } from 'vitest'
import { connectionFault, handshakeFault } from './connection-fault.ts'

const failed = (code: string, message = 'said to programmers') => Object.assign(new Error(message), { code })

test.each([
  ['SELF_SIGNED_CERT_IN_CHAIN', /authority: in noroshi.yaml/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /authority: in noroshi.yaml/],
  ['CERT_HAS_EXPIRED', /has expired/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS/],
  ['ECONNREFUSED', /^said to programmers$/],
])('a server that answers %s is told of as what can be mended', (code, words) => expect(connectionFault(failed(code))).toMatch(words))

test('a certificate of another name is told with the names that it holds', () => {
  const words = 'Hostname/IP does not match certificate\'s altnames: Host: a.example. is not in the cert\'s altnames: DNS:b.example'
  expect(connectionFault(failed('ERR_TLS_CERT_ALTNAME_INVALID', words))).toBe('the certificate of the server is of another name: it holds DNS:b.example')
})

test('what is no error of TLS stays as it is', () => expect([connectionFault(new Error('plain')), connectionFault('text')]).toEqual(['plain', 'text']))

test('a refused handshake is told by its certificate first, then by its code, then by the words of OpenSSL alone', () => {
  expect([
    handshakeFault(failed('ECONNRESET'), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'), handshakeFault(failed('ECONNRESET'), 'CERT_HAS_EXPIRED'), handshakeFault(failed('ECONNRESET'), 'CERT_REVOKED'),
    handshakeFault(failed('ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'), null), handshakeFault(failed('ERR_SSL_HTTP_REQUEST'), null), handshakeFault(failed('ECONNRESET'), null),
    handshakeFault(failed('ERR_SSL_UNSUPPORTED_PROTOCOL', '40DD:error:0A000102:SSL routines:tls_early_post_process_client_hello:unsupported protocol:../a.c:1:\n'), null),
  ]).toEqual([
    'its certificate is of no authority in clientAuthority', 'its certificate has expired', 'its certificate is refused: CERT_REVOKED',
    'it shows no certificate', 'it does not speak TLS', 'it went away while TLS was being agreed on', 'unsupported protocol',
  ])
})
