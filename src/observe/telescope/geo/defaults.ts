/**
 * The tables that come along (package, file, and whom its licence wants named). Countries are in the public domain (CC0); the numbers of systems are of RouteViews,
 * DB-IP and the NRO under CC BY 4.0, merged by ip-location-db.
 */
export const COUNTRIES = {
  ipv4: '@ip-location-db/geo-whois-asn-country/geo-whois-asn-country-ipv4-num.csv',
  ipv6: '@ip-location-db/geo-whois-asn-country/geo-whois-asn-country-ipv6-num.csv',
  attributions: [],
} as const

export const AS_NUMBERS = {
  ipv4: '@ip-location-db/asn/asn-ipv4-num.csv',
  ipv6: '@ip-location-db/asn/asn-ipv6-num.csv',
  attributions: [
    { name: 'RouteViews', url: 'https://www.routeviews.org/' },
    { name: 'IP Geolocation by DB-IP', url: 'https://db-ip.com/' },
    { name: 'NRO', url: 'https://www.nro.net/' },
    { name: 'ip-location-db (CC BY 4.0)', url: 'https://github.com/sapics/ip-location-db' },
  ],
} as const

/** Bytes of a database of one's own: the largest commercial ones have 300 MB. */
export const MAX_DATABASE_BYTES = 2 ** 30
