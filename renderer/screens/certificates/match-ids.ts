/** The elements the desk's field points at while the focus stays in it. */
export const matchListId = 'certificate-matches'

export const matchId = (resultId: number): string => `certificate-match-${resultId}`
