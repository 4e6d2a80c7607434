/** Places that draw badges, and of whose paths none leads on to another host. */
const BADGES: readonly (readonly [host: string, path: RegExp])[] = [
  ['img.shields.io', /^\/(?:badge\/(?!dynamic|endpoint)[^/]+|(?:npm|pypi|github|crates|docker|codecov|maven-central|nuget|gem|packagist|conda|visual-studio-marketplace|discord|coveralls|circleci|bundlephobia|codeclimate|librariesio)\/.+)$/],
  ['github.com', /^\/[\w.-]+\/[\w.-]+\/(?:actions\/)?workflows\/[^/]+\/badge\.svg$/],
  ['codecov.io', /^\/(?:gh|github)\/[\w.-]+\/[\w.-]+\/(?:branch\/[\w.-]+\/)?(?:graph\/)?badge\.svg$/],
  ['nodei.co', /^\/npm(?:-dl)?\/(?:@[\w.-]+\/)?[\w.-]+\.(?:png|svg)$/],
  ['badge.fury.io', /^\/[a-z]{2,6}\/(?:@[\w.-]+\/)?[\w.-]+\.(?:png|svg)$/],
]
/** How they look, and of which branch they are: none is an address. */
const LOOK = /^(?:style|label|labelColor|logo|logoColor|logoWidth|logoSize|color|cacheSeconds|branch|event|job|message|sort|include_prereleases|flag|downloads|downloadRank|stars|compact|mini|months|height|token)$/

/** Whether an address is that of a badge: nobody but the service and the reader learns what stands in it. */
export function isBadge(url: URL): boolean {
  return url.protocol === 'https:' && url.username === '' && BADGES.some(([host, path]) => host === url.hostname && path.test(url.pathname)) && [...url.searchParams].every(([name, value]) => LOOK.test(name) && !/\/\/|@/.test(value))
}
