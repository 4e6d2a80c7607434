/** Makes the C library ask for huge pages for what it hands out (glibc.malloc.hugetlb; glibc ≥ 2.35); other C libraries do not look at it. */
const TUNABLE = 'glibc.malloc.hugetlb=1'

/**
 * The environment of a program whose large tables, visited in no order, are to lie in huge pages where the system gives them on request
 * (`/sys/kernel/mm/transparent_hugepage/enabled`): a processor then finds a row's address without reading page tables. What a person set for the C library stays.
 */
export function withHugePages(environment: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  const { GLIBC_TUNABLES: given = '' } = environment
  if (given.includes('glibc.malloc.hugetlb')) return { ...environment }
  return { ...environment, GLIBC_TUNABLES: given === '' ? TUNABLE : `${given}:${TUNABLE}` }
}
