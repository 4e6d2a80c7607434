import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeWithData, testData } from '../../../test/test-data.ts'
import { sessionsOf } from './testing/sessions-of.ts'

describeWithData('certificates of a real capture', ['pcap/ja4/pcap'], () => {
  test('are told in the fields of Zeek, those of a chain in its order', async () => {
    const { events } = await sessionsOf(readFileSync(testData('pcap/ja4/pcap/browsers-x509.pcapng')))
    const certificates = events.filter(({ dataset }) => dataset === 'zeek.x509')
    expect(certificates.length).toBe(7)
    expect(certificates[0]).toMatchObject({
      'fingerprint': '9f4245e90d78f00a91062d2e0b9b6634e9558acf870cb99c98b8608ef2bf8d8d', 'certificate.serial': '3300BCC83AC4ADDD3C5471EB4E000000BCC83A',
      'certificate.subject': 'CN=edge.microsoft.com,O=Microsoft Corporation,L=Redmond,ST=WA,C=US', 'certificate.not_valid_before': 1_687_889_834, 'certificate.not_valid_after': 1_718_993_834,
      'certificate.sig_alg': 'sha384WithRSAEncryption', 'certificate.key_type': 'rsa', 'certificate.key_length': 2_048, 'certificate.exponent': '65537', 'san.dns': ['edge.microsoft.com'],
      'basic_constraints.ca': false, 'host_cert': true,
    })
    // Without the zero at its beginning: the number, as rules write it.
    expect(certificates[1]).toMatchObject({ 'certificate.serial': 'D7BEDE97D8209967A52631B8BDD18BD', 'basic_constraints.ca': true, 'host_cert': false })
    const handshake = events.find(event => event['sni_matches_cert'] !== undefined)
    expect(handshake).toMatchObject({ cert_chain_fps: [certificates[0]?.['fingerprint'], certificates[1]?.['fingerprint']], sni_matches_cert: true })
  })
})
