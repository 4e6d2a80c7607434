import type { FactTemplates } from '../../model/reason.ts'

/** The sentences of what the telescope states. */
export const TELESCOPE_FACTS: FactTemplates = {
  'telescope.spoof-ttl': {
    en: 'its packets came with times to live from {least} to {most}: several machines send under this address',
    ja: 'TTL が {least} から {most} まで変化しており、複数の機器がこのアドレスを名乗っています',
  },
  'telescope.spoof-neighbours': {
    en: '{count} addresses of this member first appeared within the same minute with one or two packets each: they look drawn at random',
    ja: '同じ 1 分間に、この組織の {count} 個のアドレスが 1～2 パケットだけで初めて現れており、無作為に選ばれたように見えます',
  },
  'telescope.spoof-single': {
    en: 'one packet only: anybody could have written the address',
    ja: 'パケットは 1 個だけで、誰でもこのアドレスを書けます',
  },
  'telescope.spoof-one-machine': {
    en: '{count} packets as one machine sends them, the time to live at {ttl}',
    ja: '1 台の機器が送ったと見られる {count} 個のパケットで、TTL は {ttl} です',
  },
}
