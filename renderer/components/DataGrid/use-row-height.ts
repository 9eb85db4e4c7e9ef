import { useTextScale } from '../../root-font.ts'
import { useSettings } from '../../state/settings.ts'

const heights = { compact: 26, normal: 30, comfortable: 36 } as const

/** The height of a row in pixels, as the teacher chose it and as large as the letters in it. */
export function useRowHeight(): number {
  const height = useSettings((state) => heights[state.settings.density])
  return Math.round(height * useTextScale())
}
