/** Ports that a source asks for in a day from which it may be a survey: NICT counts from 30 on; bots ask for a few. */
export const SURVEY_LEAST_PORTS = 30
/**
 * Packets in a day, for each address of the watched space. Who asks for one port of the whole internet a day sends one; surveys share that out among up to
 * some hundred machines.
 */
export const SURVEY_PACKETS_AN_ADDRESS = 0.005
/** Packets below which nothing is a survey, however small the space or short the time. */
export const SURVEY_LEAST_PACKETS = 300

/** Bytes of a list of survey scanners, or of reverse names: ten million lines. */
export const MAX_SURVEY_BYTES = 512 * 1_048_576

/** Under these names those who measure the internet, and say so, keep their scanners; a list of one's own adds to them. */
export const SURVEY_DOMAINS: readonly string[] = [
  'shodan.io', 'censys-scanner.com', 'binaryedge.ninja', 'shadowserver.org', 'internet-measurement.com', 'internet-census.org', 'onyphe.net',
  'leakix.org', 'stretchoid.com', 'internettl.org', 'security.criminalip.com', 'nicter.jp', 'caida.org',
]
