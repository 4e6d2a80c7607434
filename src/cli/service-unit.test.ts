import { describe, expect, it } from 'vitest'
import { serviceUnit } from './service-unit.ts'

const UNIT = { command: 'up', home: '/opt/noroshi', node: '/usr/bin/node', data: '/var/lib/noroshi-data', user: 'noroshi', config: null, listen: null } as const

describe('the systemd unit', () => {
  it('starts the server as its own user, with its data folder alone to write to', () => {
    const text = serviceUnit(UNIT)
    expect(text).toContain('ExecStart=/usr/bin/node /opt/noroshi/src/cli/main.ts up --data /var/lib/noroshi-data\n')
    for (const line of ['User=noroshi', 'ReadWritePaths=/var/lib/noroshi-data -/opt/noroshi/.runtime', 'ProtectSystem=strict', 'NoNewPrivileges=yes', 'CapabilityBoundingSet=']) {
      expect(text.split('\n')).toContain(line)
    }
  })

  it('may open a low port only when it is to', () => {
    expect(serviceUnit({ ...UNIT, listen: '0.0.0.0:443' })).toContain('AmbientCapabilities=CAP_NET_BIND_SERVICE\n')
    expect(serviceUnit({ ...UNIT, listen: '0.0.0.0:8443' })).not.toContain('CAP_NET')
  })

  it('starts a sensor too, which may open the ports that devices know', () => {
    const text = serviceUnit({ ...UNIT, command: 'sensor' })
    expect(text).toContain('/src/cli/main.ts sensor --data /var/lib/noroshi-data\n')
    expect(text).toContain('AmbientCapabilities=CAP_NET_BIND_SERVICE\n')
  })

  it('quotes what systemd would read otherwise', () => {
    expect(serviceUnit({ ...UNIT, data: '/srv/a b%c$d"e\\f' })).toContain(String.raw`--data "/srv/a b%%c$$d\"e\\f"`)
  })

  it('of a user has no user and none of the protections that need root', () => {
    const text = serviceUnit({ ...UNIT, user: null })
    expect(text).not.toMatch(/User=|Protect/)
    expect(text).toContain('WantedBy=default.target')
  })
})
