import { evidenceOf, type ItemAnalysis, type LeftOut } from '../../../shared/model/item-analysis.ts'

const leftOut: LeftOut = { needsGrading: 0, surveys: 0, samples: 0, noAnswers: 0, otherVersion: 0 }

/** An analysis without figures, except those that are given. */
export const madeAnalysis = (known: Partial<ItemAnalysis> & Pick<ItemAnalysis, 'attempts'>): ItemAnalysis => ({
  ...{ policy: 'first', evidence: evidenceOf(known.attempts), leftOut, method: '', highestTotal: null },
  ...{ mean: null, median: null, sd: null, skewness: null, kurtosis: null },
  ...{ alpha: null, alphaInterval: null, alphaAttempts: 0, alphaPositions: 0, alphaGap: 'few-attempts' },
  ...{ errorRatio: null, sem: null, distribution: [], items: [], categories: [] },
  ...known,
})
