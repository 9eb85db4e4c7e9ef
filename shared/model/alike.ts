/*
 * Facts of a row that a whole list may have alike, by the ids of the columns that show them. What is alike in every row
 * is said once, above the list.
 */

export const resultFacts = [
  'test',
  'source',
  'percentage',
  'points',
  'outcome',
  'finished',
  'duration',
  'certificate',
] as const
export type ResultFact = (typeof resultFacts)[number]

export const certificateFacts = ['test', 'percentage', 'outcome', 'finished', 'validUntil', 'file'] as const
export type CertificateFact = (typeof certificateFacts)[number]

export const renewalFacts = ['test'] as const
export type RenewalFact = (typeof renewalFacts)[number]

export const codeFacts = ['name', 'uses', 'lastUsed', 'state'] as const
export type CodeFact = (typeof codeFacts)[number]
