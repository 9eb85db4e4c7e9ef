import { useSettings } from '../../state/settings.ts'

const heights = { compact: 26, normal: 30, comfortable: 36 } as const

/** The height of a row in pixels, as the teacher chose it. */
export const useRowHeight = (): number => useSettings((state) => heights[state.settings.density])
